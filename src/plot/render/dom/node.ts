import type { PictureDocument } from "./document.ts";

/** A node of a document: the part of the DOM standard that drawing needs. */
export abstract class PictureNode {
  abstract readonly nodeType: number;
  abstract readonly nodeName: string;
  readonly ownerDocument: PictureDocument;
  parentNode: PictureNode | null = null;
  firstChild: PictureNode | null = null;
  lastChild: PictureNode | null = null;
  previousSibling: PictureNode | null = null;
  nextSibling: PictureNode | null = null;

  constructor(owner: PictureDocument) {
    this.ownerDocument = owner;
  }

  /** A copy without children. */
  abstract copy(): PictureNode;

  get childNodes(): PictureNode[] {
    const nodes: PictureNode[] = [];
    for (let at = this.firstChild; at !== null; at = at.nextSibling) nodes.push(at);
    return nodes;
  }

  get textContent(): string {
    let text = "";
    for (let at = this.firstChild; at !== null; at = at.nextSibling) text += at.textContent;
    return text;
  }

  set textContent(text: string | null) {
    while (this.firstChild !== null) this.removeChild(this.firstChild);
    if (text !== null && text !== undefined && text !== "") {
      this.appendChild(this.ownerDocument.createTextNode(text));
    }
  }

  get isConnected(): boolean {
    let top: PictureNode = this;
    while (top.parentNode !== null) top = top.parentNode;
    return top === this.ownerDocument;
  }

  appendChild<N extends PictureNode>(node: N): N {
    return this.insertBefore(node, null);
  }

  insertBefore<N extends PictureNode>(node: N, before: PictureNode | null | undefined): N {
    if (node instanceof Fragment) {
      for (const child of node.childNodes) this.insertBefore(child, before);
      return node;
    }
    if (before === node) return node;
    node.parentNode?.removeChild(node);
    const next = before ?? null;
    const previous = next === null ? this.lastChild : next.previousSibling;
    node.parentNode = this;
    node.previousSibling = previous;
    node.nextSibling = next;
    if (previous === null) this.firstChild = node;
    else previous.nextSibling = node;
    if (next === null) this.lastChild = node;
    else next.previousSibling = node;
    return node;
  }

  removeChild<N extends PictureNode>(node: N): N {
    if (node.parentNode !== this) throw new Error("the node to be removed is no child of this node");
    const { previousSibling: previous, nextSibling: next } = node;
    if (previous === null) this.firstChild = next;
    else previous.nextSibling = next;
    if (next === null) this.lastChild = previous;
    else next.previousSibling = previous;
    node.parentNode = null;
    node.previousSibling = null;
    node.nextSibling = null;
    return node;
  }

  replaceChild<N extends PictureNode>(node: PictureNode, old: N): N {
    this.insertBefore(node, old);
    return this.removeChild(old);
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  contains(node: PictureNode | null): boolean {
    let at = node;
    while (at !== null && at !== this) at = at.parentNode;
    return at === this;
  }

  cloneNode(deep = false): PictureNode {
    const copy = this.copy();
    if (deep) {
      for (let at = this.firstChild; at !== null; at = at.nextSibling) copy.appendChild(at.cloneNode(true));
    }
    return copy;
  }

  // Nobody points at a picture or presses a key in it.
  addEventListener(): void {}
  removeEventListener(): void {}
  dispatchEvent(): boolean {
    return true;
  }
}

export class PictureText extends PictureNode {
  readonly nodeType = 3;
  readonly nodeName = "#text";
  data: string;

  constructor(owner: PictureDocument, data: string) {
    super(owner);
    this.data = data;
  }

  override get textContent(): string {
    return this.data;
  }

  override set textContent(text: string | null) {
    this.data = text ?? "";
  }

  override copy(): PictureText {
    return new PictureText(this.ownerDocument, this.data);
  }
}

/** Nodes that are put into a document together. */
export class Fragment extends PictureNode {
  readonly nodeType = 11;
  readonly nodeName = "#document-fragment";

  override copy(): Fragment {
    return new Fragment(this.ownerDocument);
  }
}

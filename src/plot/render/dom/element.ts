import { type Box, boxOf, transformer } from "../box.ts";
import type { PictureDocument } from "./document.ts";
import { namespaces } from "./namespaces.ts";
import { PictureNode } from "./node.ts";
import { compileSelector } from "./selector.ts";
import { serializeChildren } from "./serialize.ts";
import { InlineStyle } from "./style.ts";

const none: readonly string[] = [];

/** A node that is asked for the elements below it. */
export abstract class PictureParent extends PictureNode {
  querySelector(selector: string): PictureElement | null {
    return findFirst(this, compileSelector(selector));
  }

  querySelectorAll(selector: string): PictureElement[] {
    const found: PictureElement[] = [];
    collect(this, compileSelector(selector), found);
    return found;
  }
}

/** An element of SVG or HTML. */
export class PictureElement extends PictureParent {
  readonly nodeType = 1;
  readonly namespaceURI: string;
  readonly localName: string;
  readonly attributeValues = new Map<string, string>();
  /** The classes by name. */
  classes: readonly string[] = none;
  #style: InlineStyle | undefined;

  constructor(owner: PictureDocument, namespace: string, name: string) {
    super(owner);
    this.namespaceURI = namespace;
    this.localName = name;
  }

  override copy(): PictureElement {
    return this.copyInto(new PictureElement(this.ownerDocument, this.namespaceURI, this.localName));
  }

  protected copyInto<E extends PictureElement>(copy: E): E {
    copy.classes = this.classes;
    for (const [name, value] of this.attributeValues) copy.attributeValues.set(name, value);
    if (this.#style !== undefined) copy.style.copyFrom(this.#style);
    return copy;
  }

  get nodeName(): string {
    return this.namespaceURI === namespaces.html ? this.localName.toUpperCase() : this.localName;
  }

  get tagName(): string {
    return this.nodeName;
  }

  get id(): string {
    return this.getAttribute("id") ?? "";
  }

  set id(id: string) {
    this.setAttribute("id", id);
  }

  get className(): string {
    return this.getAttribute("class") ?? "";
  }

  set className(names: string) {
    this.setAttribute("class", names);
  }

  get classList() {
    const write = (names: readonly string[]) => this.setAttribute("class", names.join(" "));
    return {
      contains: (name: string) => this.classes.includes(name),
      add: (...names: string[]) => write([...new Set([...this.classes, ...names])]),
      remove: (...names: string[]) => {
        if (this.classes.some((name) => names.includes(name))) {
          write(this.classes.filter((name) => !names.includes(name)));
        }
      },
    };
  }

  get style(): InlineStyle {
    this.#style ??= new InlineStyle(this.attributeValues);
    return this.#style;
  }

  getAttribute(name: string): string | null {
    const value = this.attributeValues.get(name) ?? null;
    return name === "style" && value !== null ? this.style.cssText : value;
  }

  hasAttribute(name: string): boolean {
    return this.attributeValues.has(name);
  }

  setAttribute(name: string, value: unknown): void {
    const text = String(value);
    this.attributeValues.set(name, text);
    if (name === "style") this.style.cssText = text;
    else if (name === "class") this.classes = text.split(/\s+/).filter((part) => part !== "");
  }

  removeAttribute(name: string): void {
    if (name === "style") this.style.cssText = "";
    if (name === "class") this.classes = none;
    this.attributeValues.delete(name);
  }

  setAttributeNS(namespace: string | null, name: string, value: unknown): void {
    this.setAttribute(qualified(namespace, name), value);
  }

  getAttributeNS(namespace: string | null, name: string): string | null {
    return this.getAttribute(qualified(namespace, name));
  }

  removeAttributeNS(namespace: string | null, name: string): void {
    this.removeAttribute(qualified(namespace, name));
  }

  get children(): PictureElement[] {
    const elements: PictureElement[] = [];
    for (let at = this.firstChild; at !== null; at = at.nextSibling) {
      if (at instanceof PictureElement) elements.push(at);
    }
    return elements;
  }

  get previousElementSibling(): PictureElement | null {
    let at = this.previousSibling;
    while (at !== null && !(at instanceof PictureElement)) at = at.previousSibling;
    return at;
  }

  get nextElementSibling(): PictureElement | null {
    let at = this.nextSibling;
    while (at !== null && !(at instanceof PictureElement)) at = at.nextSibling;
    return at;
  }

  get parentElement(): PictureElement | null {
    return this.parentNode instanceof PictureElement ? this.parentNode : null;
  }

  get ownerSVGElement(): PictureElement | null {
    let at = this.parentNode;
    while (at instanceof PictureElement && at.localName !== "svg") at = at.parentNode;
    return at instanceof PictureElement ? at : null;
  }

  get innerHTML(): string {
    return serializeChildren(this);
  }

  set innerHTML(text: string) {
    if (text.includes("<")) throw new Error("a picture's document reads no markup");
    this.textContent = text;
  }

  matches(selector: string): boolean {
    return compileSelector(selector)(this);
  }

  // Nothing stands on a screen.
  get offsetWidth(): number {
    return 0;
  }

  get offsetHeight(): number {
    return 0;
  }

  /** Tables ask where their rows have been moved to. */
  get transform() {
    const transform = this.getAttribute("transform") ?? "";
    const move = transformer(transform);
    const consolidate = () => {
      if (transform === "") return null;
      const [e, f] = move([0, 0]);
      const [right, down] = [move([1, 0]), move([0, 1])];
      return { matrix: { a: right[0] - e, b: right[1] - f, c: down[0] - e, d: down[1] - f, e, f } };
    };
    return { baseVal: { consolidate } };
  }

  getBBox(): Box {
    return boxOf(this);
  }

  getComputedTextLength(): number {
    return boxOf(this).width;
  }

  getBoundingClientRect() {
    const isDrawn = this.namespaceURI === namespaces.svg;
    const { x, y, width, height } = isDrawn ? boxOf(this) : { x: 0, y: 0, width: 0, height: 0 };
    return { x, y, left: x, top: y, width, height, right: x + width, bottom: y + height };
  }
}

/** Attributes of XLink are known by their usual prefix. */
function qualified(namespace: string | null, name: string): string {
  return namespace === namespaces.xlink && !name.includes(":") ? `xlink:${name}` : name;
}

export function findFirst(
  node: PictureNode,
  test: (element: PictureElement) => boolean,
): PictureElement | null {
  for (let at = node.firstChild; at !== null; at = at.nextSibling) {
    if (!(at instanceof PictureElement)) continue;
    if (test(at)) return at;
    if (at.firstChild === null) continue;
    const below = findFirst(at, test);
    if (below !== null) return below;
  }
  return null;
}

function collect(
  node: PictureNode,
  test: (element: PictureElement) => boolean,
  found: PictureElement[],
): void {
  for (let at = node.firstChild; at !== null; at = at.nextSibling) {
    if (!(at instanceof PictureElement)) continue;
    if (test(at)) found.push(at);
    if (at.firstChild !== null) collect(at, test, found);
  }
}

import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { svgPathProperties } from "svg-path-properties";
import { findFirst, PictureElement, PictureParent } from "./element.ts";
import { namespaces } from "./namespaces.ts";
import { Fragment, PictureText } from "./node.ts";

/** Labels of contours and the points of violins are placed along a path. */
class PicturePath extends PictureElement {
  override copy(): PicturePath {
    return this.copyInto(new PicturePath(this.ownerDocument, this.namespaceURI, this.localName));
  }

  getTotalLength(): number {
    return this.#path().getTotalLength();
  }

  getPointAtLength(length: number): { x: number; y: number } {
    return this.#path().getPointAtLength(length);
  }

  #path() {
    return new svgPathProperties(this.getAttribute("d") ?? "");
  }
}

/** plotly.js keeps the links of a text whose protocol is harmless, as an anchor reads it. */
class Anchor extends PictureElement {
  href = "";

  /** @see https://html.spec.whatwg.org/multipage/links.html#dom-hyperlink-protocol */
  get protocol(): string {
    try {
      return new URL(this.href, "about:blank").protocol;
    } catch {
      return ":";
    }
  }
}

const noSheet = { cssRules: [], insertRule: () => 0, deleteRule: () => {} };

/** The document in which one picture after another is drawn: a page with an empty body. */
export class PictureDocument extends PictureParent {
  readonly nodeType = 9;
  readonly nodeName = "#document";
  readonly documentElement: PictureElement;
  readonly head: PictureElement;
  readonly body: PictureElement;
  defaultView: object | null = null;

  constructor() {
    super(undefined as unknown as PictureDocument);
    this.documentElement = this.appendChild(new PictureElement(this, namespaces.html, "html"));
    this.head = this.documentElement.appendChild(new PictureElement(this, namespaces.html, "head"));
    this.body = this.documentElement.appendChild(new PictureElement(this, namespaces.html, "body"));
  }

  override copy(): PictureDocument {
    return new PictureDocument();
  }

  /** An element of HTML; what is painted on, of the canvas library. */
  createElement(name: string): PictureElement | Canvas {
    if (name === "canvas") return createCanvas(1, 1);
    if (name === "a") return new Anchor(this, namespaces.html, name);
    // The rules of plotly.js's toolbar and maps mean nothing in a picture.
    if (name === "style")
      return Object.assign(this.createElementNS(namespaces.html, name), { sheet: noSheet });
    return this.createElementNS(namespaces.html, name);
  }

  createElementNS(namespace: string, name: string): PictureElement {
    return name === "path"
      ? new PicturePath(this, namespace, name)
      : new PictureElement(this, namespace, name);
  }

  createTextNode(text: unknown): PictureText {
    return new PictureText(this, String(text));
  }

  createDocumentFragment(): Fragment {
    return new Fragment(this);
  }

  getElementById(id: string): PictureElement | null {
    return findFirst(this, (element) => element.id === id);
  }
}

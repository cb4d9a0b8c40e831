const names = (
  "position width height left top right bottom margin display visibility overflow opacity transform cursor pointer-events fill stroke " +
  "background background-color color font-size font-family font-weight max-width z-index white-space image-rendering"
).split(" ");

/** An element's inline style: names and values as they were written, in the order in which they came. */
export class InlineStyle {
  readonly #values = new Map<string, string>();
  readonly #attributes: Map<string, string>;

  /** @param attributes those of the element, where the first value sets `style` */
  constructor(attributes: Map<string, string>) {
    this.#attributes = attributes;
  }

  static {
    for (const name of names) {
      const accessor: PropertyDescriptor = {
        get(this: InlineStyle) {
          return this.getPropertyValue(name);
        },
        set(this: InlineStyle, value: unknown) {
          this.setProperty(name, value);
        },
      };
      Object.defineProperty(InlineStyle.prototype, name, accessor);
      const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      Object.defineProperty(InlineStyle.prototype, camel, accessor);
    }
  }

  getPropertyValue(name: string): string {
    return this.#values.get(name) ?? "";
  }

  setProperty(name: string, value: unknown): void {
    // No property of CSS has such a value; it is as if nobody had asked.
    if (typeof value === "boolean") return;
    const text = value === null || value === undefined ? "" : String(value);
    if (text === "") this.#values.delete(name);
    else this.#values.set(name, text);
    if (!this.#attributes.has("style")) this.#attributes.set("style", "");
  }

  copyFrom(other: InlineStyle): void {
    for (const [name, value] of other.#values) this.#values.set(name, value);
  }

  removeProperty(name: string): string {
    const before = this.getPropertyValue(name);
    this.#values.delete(name);
    return before;
  }

  get cssText(): string {
    let text = "";
    for (const [name, value] of this.#values) text += `${text === "" ? "" : " "}${name}: ${value};`;
    return text;
  }

  set cssText(text: string) {
    this.#values.clear();
    if (text === "") return;
    for (const declaration of text.match(/(?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))+/g) ?? []) {
      const colon = declaration.indexOf(":");
      if (colon < 0) continue;
      this.setProperty(declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim());
    }
  }
}

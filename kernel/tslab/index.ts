import { randomUUID } from "node:crypto";
import { dependencyVersion } from "../packageRoot.ts";

/**
 * What `import * as tslab from "tslab"` gives in a cell: tslab's own interface on this kernel.
 *
 * @see https://github.com/yunabe/tslab/blob/v1.0.22/src/public.ts
 */

/** The version strings of tslab and its dependencies. */
export interface Versions {
  /** The version of tslab whose interface this is. */
  tslab: string;
  typescript: string;
  node: string;
}

/** Shows contents under the running cell: text as it is, bytes in base64. */
export interface Display {
  javascript(s: string): void;
  html(s: string): void;
  markdown(s: string): void;
  latex(s: string): void;
  svg(s: string): void;
  png(b: Uint8Array): void;
  jpeg(b: Uint8Array): void;
  gif(b: Uint8Array): void;
  pdf(b: Uint8Array): void;
  text(s: string): void;
  /**
   * Shows content of any MIME type.
   *
   * @param contentType a MIME type, `application/vnd.vegalite.v5+json`; content of a JSON type may be its text
   */
  raw(contentType: string, b: string | Uint8Array): void;
}

/** The versions of what runs the notebook. */
export const versions: Versions = {
  tslab: dependencyVersion("tslab"),
  typescript: dependencyVersion("typescript"),
  node: process.version,
};

/**
 * Makes a display that shows one content at a time: each call replaces what the one before it has shown.
 *
 * @example
 * const progress = newDisplay();
 * for (let i = 1; i <= 100; i++) progress.text(`${i} %`);
 */
export function newDisplay(): Display {
  return createDisplay(randomUUID());
}

/** Utility functions to display rich contents. */
export const display: Display = createDisplay();

/** What this module needs of the kernel's handle. */
interface Kernel {
  display(bundle: object, options: { raw: true; displayId?: string; update?: boolean }): void;
}

function createDisplay(displayId?: string): Display {
  let update = false;
  const raw = (contentType: string, b: string | Uint8Array) => {
    const { [Symbol.for("toile.kernel")]: kernel } = globalThis as { [key: symbol]: Kernel | undefined };
    if (!kernel) throw new Error("tslab's display shows contents in a notebook; there is none here.");
    const data = { [contentType]: contentOf(contentType, b) };
    kernel.display({ data }, { raw: true, ...(displayId === undefined ? {} : { displayId, update }) });
    update = true;
  };
  const text = (contentType: string) => (s: string) => raw(contentType, s);
  const bytes = (contentType: string) => (b: Uint8Array) => raw(contentType, b);
  return {
    javascript: text("text/javascript"),
    html: text("text/html"),
    markdown: text("text/markdown"),
    latex: text("text/latex"),
    svg: text("image/svg+xml"),
    png: bytes("image/png"),
    jpeg: bytes("image/jpeg"),
    gif: bytes("image/gif"),
    pdf: bytes("application/pdf"),
    text: text("text/plain"),
    raw,
  };
}

function contentOf(contentType: string, content: string | Uint8Array): unknown {
  if (typeof content === "string") return isJsonType(contentType) ? parsed(content) : content;
  const { buffer, byteOffset, byteLength } = content;
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

function isJsonType(contentType: string): boolean {
  return /^application\/(?:.*\+)?json$/.test(contentType);
}

/** Clients take content of JSON types as JSON, not as its text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

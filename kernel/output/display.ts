import { inspect } from "node:util";
import type { Display } from "../interpreter.ts";
import { isTensor, tensorText } from "./tensor.ts";

/** The convention by which a value brings its own MIME bundle; Deno's kernel uses the same. */
export const displaySymbol = Symbol.for("Jupyter.display");

/** Longest plain text of one value, in UTF-16 units. */
const longestText = 100_000;

/**
 * A value as its richest MIME bundle.
 *
 * @returns nothing for `undefined`; a promise where the value's own display method gives one
 * @throws whatever the value's own display method throws
 */
export function toDisplay(value: unknown): Display | undefined | Promise<Display> {
  if (value === undefined) return undefined;
  const own = ownBundle(value);
  if (own instanceof Promise) return own.then((bundle) => fromBundle(bundle, value));
  return own === undefined ? plainDisplay(value) : fromBundle(own, value);
}

function ownBundle(value: unknown): unknown {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as Record<symbol, unknown>)[displaySymbol];
  if (typeof method !== "function") return undefined;
  const bundle: unknown = method.call(value);
  return isThenable(bundle) ? Promise.resolve(bundle) : bundle;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

function fromBundle(bundle: unknown, value: unknown): Display {
  if (typeof bundle !== "object" || bundle === null || Object.keys(bundle).length === 0)
    return plainDisplay(value);
  const data = Object.entries(bundle).map(([type, content]) => [type, toTransferable(content)]);
  return { data: Object.fromEntries(data), metadata: {} };
}

/** JSON has no bytes: Jupyter sends them in base64. */
function toTransferable(content: unknown): unknown {
  return content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content;
}

function plainDisplay(value: unknown): Display {
  return { data: { "text/plain": plainText(value) }, metadata: {} };
}

/** What Node 20 and 22 write on promises to know where they came from. */
const asyncBookkeeping = /,?\s*\[Symbol\((?:trigger_)?(?:async_id_symbol|kResourceStore)\)\]: \d+/g;

/** A value as text without colours, cut with a count where it is too long. */
export function plainText(value: unknown): string {
  const text = isTensor(value) ? tensorText(value) : inspected(value).replace(asyncBookkeeping, "");
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}\n... ${(text.length - longestText).toLocaleString("en")} more characters`;
}

function inspected(value: unknown): string {
  try {
    return inspect(value, {
      colors: false,
      depth: 4,
      maxArrayLength: 100,
      maxStringLength: longestText,
      breakLength: 100,
    });
  } catch (error) {
    return `${Object.prototype.toString.call(value)} (cannot be shown: ${String(error)})`;
  }
}

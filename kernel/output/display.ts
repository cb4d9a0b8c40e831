import { Buffer } from "node:buffer";
import type { Display } from "../interpreter.ts";
import { inspectValue, withoutBookkeeping } from "./inspect.ts";
import { toTable } from "./table.ts";
import { isTensor, tensorText } from "./tensor.ts";

/** The convention by which a value brings its own MIME bundle; Deno's kernel uses the same. */
export const displaySymbol = Symbol.for("Jupyter.display");

// User code may replace them.
const NativePromise = Promise;
const { resolve } = Promise;

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
  if (own instanceof NativePromise) return own.then((bundle) => fromBundle(bundle, value));
  return own === undefined ? plainDisplay(value) : fromBundle(own, value);
}

function ownBundle(value: unknown): unknown {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = displayMethod(value);
  if (typeof method !== "function") return undefined;
  const bundle: unknown = method.call(value);
  return isThenable(bundle) ? resolve.call(NativePromise, bundle) : bundle;
}

/** A proxy or a getter may refuse to be asked; such a value is shown as any other. */
function displayMethod(value: object): unknown {
  try {
    return (value as Record<symbol, unknown>)[displaySymbol];
  } catch {
    return undefined;
  }
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
  const text = { "text/plain": plainText(value) };
  const html = toTable(value, plainText);
  return { data: html === undefined ? text : { ...text, "text/html": html }, metadata: {} };
}

/** A value as text without colours, cut with a count where it is too long. */
export function plainText(value: unknown): string {
  const text = isTensor(value) ? tensorText(value) : withoutBookkeeping(inspected(value));
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}\n... ${(text.length - longestText).toLocaleString("en")} more characters`;
}

function inspected(value: unknown): string {
  try {
    return inspectValue(value, longestText);
  } catch (error) {
    return `${kindOf(value)} (cannot be shown: ${messageOf(error)})`;
  }
}

function kindOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return `[${typeof value}]`;
  }
}

function messageOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "its description throws";
  }
}

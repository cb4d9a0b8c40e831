import { ModelFileError } from "../errors.ts";
import type { Json } from "../types.ts";

/** Parses UTF-8 JSON, Python's NaN and Infinity refused with the rest of what JSON does not have. */
export function parseJson(bytes: Uint8Array, source: string): Json {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
  } catch (cause) {
    throw new ModelFileError("not-a-model", `${source} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** Settings that Keras takes as a float only: it refuses the whole number that JavaScript writes for 0.0. */
const FLOATS = new Set(["beta", "learning_rate", "momentum", "threshold"]);
const MARK = "\u0000float:";

/** JSON text as Python reads it, with `0.0` where Keras needs a float. */
export function kerasJson(value: Json): string {
  const text = JSON.stringify(value, (key, item: unknown) =>
    FLOATS.has(key) && Number.isSafeInteger(item) ? `${MARK}${String(item)}` : item,
  );
  return text.replace(/"\\u0000float:(-?\d+)"/g, "$1.0");
}

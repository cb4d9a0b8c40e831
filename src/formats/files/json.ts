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

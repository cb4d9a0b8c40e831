import type { MimeBundle } from "../interpreter.ts";
import type { JsonObject } from "../protocol/message.ts";

/** A cell that asks for help in IPython's way. */
export interface HelpRequest {
  /** What help is wanted on: a name, or members that lead to one. */
  readonly subject: string;
  readonly detail: 0 | 1;
}

const subject = String.raw`([\p{ID_Start}$_][\p{ID_Continue}$.]*)`;
const help = new RegExp(`^\\s*(?:(\\?{1,2})\\s*${subject}|${subject}\\s*(\\?{1,2}))\\s*;?\\s*$`, "u");

/**
 * Reads `name?`, `name??`, `?name` and `??name`; none of them is TypeScript.
 *
 * @see https://ipython.readthedocs.io/en/stable/interactive/reference.html#dynamic-object-information
 */
export function helpRequest(code: string): HelpRequest | undefined {
  const found = help.exec(code);
  if (!found) return undefined;
  const marks = found[1] ?? found[4] ?? "";
  return { subject: found[2] ?? found[3] ?? "", detail: marks.length > 1 ? 1 : 0 };
}

/** The payload that opens a client's pager. */
export function pagerPayload(data: MimeBundle): JsonObject {
  return { source: "page", data, start: 0 };
}

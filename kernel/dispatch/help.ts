import type { MimeBundle } from "../interpreter.ts";
import type { JsonObject } from "../protocol/message.ts";

/** A cell that asks for help in IPython's way. */
export interface HelpRequest {
  /** What help is wanted on: a name, or members that lead to one. */
  readonly subject: string;
  readonly detail: 0 | 1;
}

const subject = String.raw`([\p{ID_Start}$_][\p{ID_Continue}$.]*)`;
const command = "(%{1,2}[a-z]+)";
const either = `(?:${subject}|${command})`;
const help = new RegExp(`^\\s*(?:(\\?{1,2})\\s*${either}|${either}\\s*(\\?{1,2}))\\s*;?\\s*$`, "u");

/**
 * Reads `name?`, `name??`, `?name` and `??name`, and the same of a command `%name`; none of them is TypeScript.
 *
 * @see https://ipython.readthedocs.io/en/stable/interactive/reference.html#dynamic-object-information
 */
export function helpRequest(code: string): HelpRequest | undefined {
  const found = help.exec(code);
  if (!found) return undefined;
  const [, before, ...rest] = found;
  const marks = before ?? rest.at(-1) ?? "";
  const subject = rest.slice(0, 4).find((text) => text !== undefined) ?? "";
  return { subject, detail: marks.length > 1 ? 1 : 0 };
}

/** The payload that opens a client's pager. */
export function pagerPayload(data: MimeBundle): JsonObject {
  return { source: "page", data, start: 0 };
}

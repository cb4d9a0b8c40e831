import type { Completeness } from "../interpreter.ts";
import { tryParseCell } from "./parse.ts";

const indentUnit = "  ";

/** Whether a console should run the code on Enter, or open a line with so much indent. */
export function completenessOf(code: string): Completeness {
  const parsed = tryParseCell(code);
  if (!parsed) return { status: "invalid" };
  const error = parsed.errors[0];
  if (!error) return { status: "complete" };
  const end = code.trimEnd().length;
  const atEnd =
    error.labels.some(
      (label) => label.start >= end || label.end > end || isOpenTemplate(error.message, code, label.start),
    ) || openEnded.test(error.message);
  return atEnd ? { status: "incomplete", indent: nextIndent(code) } : { status: "invalid" };
}

/** These start where the literal starts, but only its end is missing. */
const openEnded = /unterminated (template|multi-?line comment)|expected `?[)\]}]`?.* but found `?EOF/i;

/** The parser calls an open template a string, too; only a real string must end on its line. */
function isOpenTemplate(message: string, code: string, start: number): boolean {
  return message === "Unterminated string" && code[start] === "`";
}

function nextIndent(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return /[{([]\s*(\/\/.*)?$|=>\s*$/.test(line) ? indent + indentUnit : indent;
}

import type { CellError } from "../interpreter.ts";
import { codeFrame } from "./codeFrame.ts";

/** A mistake of a cell's types; line and column from 1. */
export interface TypeError {
  readonly message: string;
  /** As in `TS2322`. */
  readonly code: number;
  readonly line: number;
  readonly column: number;
}

/** More than these are counted. */
const mostShown = 5;

const yellow = (text: string) => `\u001b[1;33m${text}\u001b[0m`;
const red = (text: string) => `\u001b[1;31m${text}\u001b[0m`;

/** What a cell is told that runs all the same, each mistake with its line. */
export function typeWarnings(errors: readonly TypeError[], cell: string, source: string): string {
  return `${shown(errors, cell, source, yellow("Type warning")).join("\n")}\n`;
}

/** The error of a cell that does not run because its types are checked first. */
export function strictTypeError(errors: readonly TypeError[], cell: string, source: string): CellError {
  const [first] = errors;
  const place = first ? ` (${cell}, line ${first.line}:${first.column})` : "";
  return {
    ename: "TypeScriptError",
    evalue: `${first?.message ?? "The types could not be checked."}${place}`,
    traceback: [
      ...shown(errors, cell, source, red("TypeScriptError")),
      "",
      "The cell did not run, because its types are checked strictly here.",
    ],
  };
}

function shown(errors: readonly TypeError[], cell: string, source: string, title: string): string[] {
  const lines = errors
    .slice(0, mostShown)
    .flatMap(({ message, code, line, column }, i) => [
      ...(i === 0 ? [] : [""]),
      `${title}: ${message} (TS${code})`,
      `${cell}, line ${line}:${column}`,
      ...codeFrame(source, { line, column }, 1),
    ]);
  const more = errors.length - mostShown;
  return more > 0 ? [...lines, "", `… and ${more} more`] : lines;
}

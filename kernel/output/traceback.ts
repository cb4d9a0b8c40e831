import type { CellError } from "../interpreter.ts";
import { type CellPlace, codeFrame } from "./codeFrame.ts";
import { foldStack, libraryOf } from "./frames.ts";

/** An error in plain text; what `execute/contract` calls a thrown error. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: readonly string[];
  readonly cause?: PlainError;
  readonly details?: string;
  readonly errors?: readonly PlainError[];
}

/** Finds the text of a cell by the name it has in stacks, or that of a local file by its URL. */
export type FindSource = (cellOrFile: string) => string | undefined;

const bold = (text: string) => `\u001b[1;31m${text}\u001b[0m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;
const placeInCell = /(Cell In \[[^\]]*\]), line (\d+):(\d+)/;
const placeInFile = /(file:\/\/[^\s()]+):(\d+):(\d+)/;

/**
 * An error as Jupyter shows it: message, the line of the cell with a caret, the stack with library frames folded, its causes.
 *
 * Where it was thrown in a local file, that file's line stands first and the cell's below it.
 */
export function toCellError(error: PlainError, find: FindSource): CellError {
  return { ename: error.name, evalue: error.message, traceback: lines(error, find) };
}

function lines(error: PlainError, find: FindSource): string[] {
  const headline = error.message === "" ? bold(error.name) : `${bold(error.name)}: ${error.message}`;
  return [
    headline,
    ...(error.details === undefined ? [] : error.details.split("\n").map(dim)),
    ...codeOf(error, find),
    ...foldStack(error.stack).map(asPath),
    ...(error.errors ?? []).flatMap((inner, i) => [
      "",
      dim(`Error ${i + 1} of ${error.errors?.length}:`),
      ...lines(inner, find),
    ]),
    ...(error.cause ? ["", dim("Caused by:"), ...lines(error.cause, find)] : []),
  ];
}

function codeOf({ stack }: PlainError, find: FindSource): string[] {
  const own = stack.filter((line) => libraryOf(line) === undefined);
  const inCell = own.findIndex((line) => placeInCell.test(line));
  const inFile = own.findIndex((line) => placeInFile.test(line));
  const fileFirst = inFile >= 0 && (inCell < 0 || inFile < inCell);
  return [
    ...(fileFirst ? codeAt(placeInFile.exec(own[inFile] ?? ""), ":", find) : []),
    ...(inCell >= 0 ? codeAt(placeInCell.exec(own[inCell] ?? ""), ", line ", find) : []),
  ];
}

function codeAt(found: RegExpExecArray | null, separator: string, find: FindSource): string[] {
  const [, name = "", line, column] = found ?? [];
  const source = find(name);
  if (source === undefined) return [];
  const place = { line: Number(line), column: Number(column) };
  return [asPath(`${name}${separator}${line}:${column}`), ...codeFrame(source, place), ""];
}

/** Paths as in a terminal, which readers can copy and editors can open. */
function asPath(line: string): string {
  return line.replace(/file:\/\/(\/[^\s()]+)/, (_, path: string) => decodePath(path));
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A mistake in the text of a cell: nothing has run, so there is a place but no stack. */
export function toSyntaxCellError(
  message: string,
  cell: string,
  source: string,
  place: CellPlace,
): CellError {
  const where = `${cell}, line ${place.line}:${place.column}`;
  return {
    ename: "SyntaxError",
    evalue: `${message} (${where})`,
    traceback: [`${bold("SyntaxError")}: ${message}`, where, ...codeFrame(source, place)],
  };
}

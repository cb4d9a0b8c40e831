import type { CellError } from "../interpreter.ts";
import { type CellPlace, codeFrame } from "./codeFrame.ts";

/** An error in plain text; what `execute/contract` calls a thrown error. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: readonly string[];
  readonly cause?: PlainError;
  readonly errors?: readonly PlainError[];
}

/** Finds the text of a cell by the name it has in stacks. */
export type FindSource = (cell: string) => string | undefined;

const bold = (text: string) => `\u001b[1;31m${text}\u001b[0m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;
const placeInCell = /(Cell In \[[^\]]*\]), line (\d+):(\d+)/;

/** An error as Jupyter shows it: message, the line of the cell with a caret, the stack with library frames folded, its causes. */
export function toCellError(error: PlainError, find: FindSource): CellError {
  return { ename: error.name, evalue: error.message, traceback: lines(error, find) };
}

function lines(error: PlainError, find: FindSource): string[] {
  const headline = error.message === "" ? bold(error.name) : `${bold(error.name)}: ${error.message}`;
  return [
    headline,
    ...topFrame(error, find),
    ...foldStack(error.stack),
    ...(error.errors ?? []).flatMap((inner, i) => [
      "",
      dim(`Error ${i + 1} of ${error.errors?.length}:`),
      ...lines(inner, find),
    ]),
    ...(error.cause ? ["", dim("Caused by:"), ...lines(error.cause, find)] : []),
  ];
}

function topFrame(error: PlainError, find: FindSource): string[] {
  const found = error.stack.map((line) => placeInCell.exec(line)).find((match) => match !== null);
  const source = found?.[1] === undefined ? undefined : find(found[1]);
  if (!found || source === undefined) return [];
  return placeLines(`${found[1]}, line ${found[2]}:${found[3]}`, source, {
    line: Number(found[2]),
    column: Number(found[3]),
  });
}

function placeLines(where: string, source: string, place: CellPlace): string[] {
  return [where, ...codeFrame(source, place), ""];
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

/** Runs of frames in packages and in Node itself become one line with their number. */
function foldStack(stack: readonly string[]): string[] {
  const shown: string[] = [];
  let folded: string[] = [];
  const unfold = () => {
    if (folded.length > 0)
      shown.push(
        dim(`    ... ${folded.length} ${folded.length === 1 ? "frame" : "frames"} in ${names(folded)}`),
      );
    folded = [];
  };
  for (const line of stack) {
    const library = libraryOf(line);
    if (library !== undefined) folded.push(library);
    else {
      unfold();
      shown.push(line);
    }
  }
  unfold();
  return shown;
}

function names(libraries: readonly string[]): string {
  return [...new Set(libraries)].join(", ");
}

function libraryOf(line: string): string | undefined {
  const inPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(line);
  if (inPackage) return inPackage[1];
  return /\(?node:[\w/]+:\d+|<anonymous>\)?$|\bnative\b/.test(line) ? "Node" : undefined;
}

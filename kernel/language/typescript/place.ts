import type { Position } from "vscode-languageserver-protocol";

/** A type's text without the modules that cells are to the server. */
export function withoutModules(text: string): string {
  return text.replace(/(?:typeof )?import\("[^"]*\.toile-[a-z]+(?:-\d+)?"\)\.?/g, "");
}

/** Where an offset of a cell is in its module, whose first line is the prologue. */
export function placeOf(code: string, offset: number): Position {
  const before = code.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, character: offset - lineStart };
}

/** The offset in the cell of a place in its module. */
export function offsetOf(code: string, { line, character }: Position): number {
  const before = code.split("\n").slice(0, Math.max(0, line - 1));
  return before.reduce((sum, text) => sum + text.length + 1, 0) + character;
}

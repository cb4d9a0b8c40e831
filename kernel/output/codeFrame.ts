const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;

/** A place in a cell; line and column from 1. */
export interface CellPlace {
  readonly line: number;
  readonly column: number;
}

/** The lines around a place, with a caret under it. */
export function codeFrame(source: string, { line, column }: CellPlace, around = 2): string[] {
  const lines = source.split("\n");
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? "";
    const gutter = ` ${String(number).padStart(width)} | `;
    if (number !== line) frame.push(dim(`  ${gutter}`) + text);
    else
      frame.push(
        `${red(">")} ${dim(gutter)}${text}`,
        `${" ".repeat(width + 2)}${dim("  | ")}${caretIndent(text, column)}${red("^")}`,
      );
  }
  return frame;
}

/** Keeps tabs, so that the caret stands under its character. */
function caretIndent(text: string, column: number): string {
  return text.slice(0, column - 1).replace(/[^\t]/g, (c) => (isWide(c) ? "  " : " "));
}

/** Korean, Chinese and Japanese letters take two columns in a monospaced font. */
function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
    character,
  );
}

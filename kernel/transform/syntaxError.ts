/** A mistake in the text of a cell, at a place in it. */
export class CellSyntaxError extends SyntaxError {
  /** First line is 1. */
  readonly line: number;
  /** First column is 1, counted in UTF-16 units. */
  readonly column: number;

  constructor(message: string, source: string, offset: number) {
    super(message);
    this.name = "SyntaxError";
    const before = source.slice(0, offset).split("\n");
    this.line = before.length;
    this.column = (before.at(-1) ?? "").length + 1;
  }
}

/** A cell as the script needs it. */
export interface Cell {
  readonly type: "code" | "markdown" | "raw";
  readonly source: string;
}

/**
 * Reads a notebook's cells.
 *
 * @param text the file's JSON; nbformat 4
 * @throws for what is not a notebook of that format, with the way out
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function readCells(text: string): Cell[] {
  const { nbformat, cells } = parse(text);
  if (nbformat !== 4 || !Array.isArray(cells))
    throw new Error(
      `Not a notebook of nbformat 4 (nbformat: ${JSON.stringify(nbformat)}). Open it in JupyterLab and save it.`,
    );
  return cells.map((cell: unknown, i) => readCell(cell, i));
}

function parse(text: string): { nbformat?: unknown; cells?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch (cause) {
    throw new Error(`Not a notebook: ${String(cause)}`, { cause });
  }
}

function readCell(cell: unknown, i: number): Cell {
  const { cell_type: type, source } = (cell ?? {}) as { cell_type?: unknown; source?: unknown };
  const text = Array.isArray(source) ? source.join("") : source;
  if ((type !== "code" && type !== "markdown" && type !== "raw") || typeof text !== "string")
    throw new Error(`Cell ${i + 1} has type ${JSON.stringify(type)}; nbformat knows code, markdown and raw.`);
  return { type, source: text };
}

/** A column of a {@link table}. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right" | "center";
  /** How many characters lie between its borders. */
  readonly width: number;
}

/** A table drawn with box characters as Keras 3's summary is, by the rules of Python's `rich`. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = (left: string, dash: string, cross: string, right: string) =>
    `${left}${columns.map(({ width }) => dash.repeat(width)).join(cross)}${right}`;
  const body = rows.map((cells) => lines(columns, cells, "│"));
  return [
    rule("┏", "━", "┳", "┓"),
    lines(
      columns,
      columns.map(({ title }) => title),
      "┃",
    ),
    rule("┡", "━", "╇", "┩"),
    body.join(`\n${rule("├", "─", "┼", "┤")}\n`),
    rule("└", "─", "┴", "┘"),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function lines(columns: readonly Column[], cells: readonly string[], border: string): string {
  const wrapped = columns.map(({ width }, i) => wrap(cells[i]!, width - 2));
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => {
    const parts = columns.map(({ align, width }, i) => ` ${pad(wrapped[i]![row] ?? "", width - 2, align)} `);
    return `${border}${parts.join(border)}${border}`;
  }).join("\n");
}

/** Breaks text between words; a word that is too long is cut off with dots. */
function wrap(text: string, width: number): string[] {
  const broken: string[] = [];
  let line = "";
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    if (line !== "" && columnsOf(line) + columnsOf(word.trimEnd()) > width) {
      broken.push(line);
      line = word;
    } else line += word;
  }
  return [...broken, line].map((part) => shorten(part.trimEnd(), width));
}

function shorten(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let kept = "";
  for (const letter of text) {
    if (columnsOf(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}${" ".repeat(width - 1 - columnsOf(kept))}…`;
}

function pad(text: string, width: number, align: Column["align"]): string {
  const room = Math.max(0, width - columnsOf(text));
  const before = align === "left" ? 0 : align === "right" ? room : Math.floor(room / 2);
  return `${" ".repeat(before)}${text}${" ".repeat(room - before)}`;
}

/** Letters that terminals show two columns wide: Hangul, Han, Kana, full-width forms, emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function columnsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (wide.test(letter) ? 2 : /\p{Mn}/u.test(letter) ? 0 : 1), 0);
}

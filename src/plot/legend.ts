import { widthOf } from "./text/width.ts";

/** The names in a legend. */
export interface LegendEntries {
  readonly names: readonly string[];
  /** A line above the names. */
  readonly title?: string | undefined;
}

/** A legend's part of a layout, and the pixels that it takes beside and below the panels. */
export interface LegendPlace {
  readonly legend: Record<string, unknown>;
  readonly right: number;
  readonly below: number;
  /** The least height of the panels that shows all names: plotly.js would let the legend scroll, and a still picture cuts it. */
  readonly height: number;
}

/** Pixels: of a line of the legend, of a name's line and sign, of a character. */
const line = 21.5;
const sign = 48;
const character = 7.4;
/** Names longer than this, in characters, stand below the panels, which need the width. */
const longName = 28;

/** The longest name that a legend shows in full. */
const longestName = 60;

/** A name as the legend shows it. */
export function shortName(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** Where the names of many curves stand: to the right of the panels, one below the other, or where they are long, below them in columns. */
export function placeLegend({ names, title }: LegendEntries, inner: (right: number) => number): LegendPlace {
  const longest = Math.max(...names.map(widthOf), widthOf(title ?? ""));
  const titled = title === undefined ? {} : { title: { text: title, font: { size: 12 }, side: "top" } };
  const common = { ...titled, tracegroupgap: 0 };
  if (longest <= longName) {
    const right = 30 + sign + Math.ceil(character * longest);
    const legend = { ...common, x: 1 + 12 / inner(right), xanchor: "left", y: 1, yanchor: "top" };
    return { legend, right, below: 0, height: (names.length + (title === undefined ? 0 : 1)) * line + 12 };
  }
  const width = inner(24);
  const entry = sign + Math.ceil(character * longest);
  const columns = Math.max(1, Math.floor(width / entry));
  const rows = Math.ceil(names.length / columns) + (title === undefined ? 0 : 1);
  const legend = {
    ...{ ...common, orientation: "h", entrywidth: entry - sign, entrywidthmode: "pixels" },
    ...{ xref: "container", x: 0.02, xanchor: "left", yref: "container", y: 0, yanchor: "bottom" },
  };
  return { legend, right: Math.max(24, entry - width), below: Math.ceil(rows * line) + 12, height: 0 };
}

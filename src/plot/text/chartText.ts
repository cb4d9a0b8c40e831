import { textOf } from "../describe.ts";
import type { FigureJson, Trace } from "../figure.ts";
import { barText } from "./barText.ts";
import { curveText } from "./curveText.ts";
import { gridText } from "./gridText.ts";

/**
 * A figure in characters, for a terminal: its description, then curves and points on a grid, bars as bars, grids of numbers as a table
 * or in shades. What has no such form is in the description alone.
 *
 * @param columns how wide the chart may be, in characters
 */
export function chartText(figure: FigureJson, alt: string, columns: number): string {
  const panels = [...panelsOf(figure.data)].map(([axes, traces]) => panelText(figure, axes, traces, columns));
  return [alt, ...panels.filter((text) => text !== "")].join("\n\n");
}

/** Charts of curves below one another, each under a heading. */
export function panelsText(
  data: readonly Trace[],
  headings: readonly string[],
  titles: { x: string; y: string },
  columns: number,
): string {
  const panels = [...panelsOf(data).values()];
  return panels.map((traces, i) => `${headings[i]}\n${curveText(traces, titles, columns)}`).join("\n\n");
}

/** Traces that share their axes. */
function panelsOf(data: readonly Trace[]): Map<string, Trace[]> {
  const panels = new Map<string, Trace[]>();
  for (const trace of data) {
    const key = `${trace.xaxis ?? "x"} ${trace.yaxis ?? "y"}`;
    panels.set(key, [...(panels.get(key) ?? []), trace]);
  }
  return panels;
}

function panelText({ layout }: FigureJson, axes: string, traces: readonly Trace[], columns: number): string {
  const [x = "", y = ""] = axes.split(" ").map((name) => {
    const axis = layout[`${name.slice(0, 1)}axis${name.slice(1)}`];
    return textOf((axis as { title?: unknown } | undefined)?.title);
  });
  const grid = traces.find(({ z }) => Array.isArray(z) && Array.isArray(z[0]));
  if (grid !== undefined) return gridText(grid, columns);
  const bars = traces.filter(({ type }) => type === "bar" || type === "pie");
  if (bars.length > 0) return bars.map((trace) => barText(trace, columns)).join("\n\n");
  return curveText(traces, { x, y }, columns);
}

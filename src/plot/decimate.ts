import type { FigureJson, Trace } from "./figure.ts";
import { countsOf, meanBlocks, peaks, quantiles, steps, subset } from "./thin.ts";

/** Points of all traces together, and cells of a grid, beyond which a figure is thinned out: about a megabyte of JSON. */
export const sizeLimit = { points: 20_000, cells: 62_500 } as const;

/** A figure that fits into a notebook, and a sentence for the reader where something was left out. */
export interface Fitting {
  figure: FigureJson;
  note?: string;
}

/**
 * Thins a figure out where its data is too large for a page: lines keep their peaks, boxes and violins their quantiles, histograms
 * their counts, grids become means of blocks, everything else keeps every nth entry. A note below the picture says so.
 *
 * @param figure plain JSON, from `toPlotlyJson`
 */
export function decimate(figure: FigureJson): Fitting {
  const large = figure.data.filter((trace) => pointsOf(trace) > 0).length;
  const limit = Math.max(500, Math.floor(sizeLimit.points / Math.max(1, large)));
  const notes: string[] = [];
  const data = figure.data.map((trace) => {
    const thinned = isGrid(trace) ? thinGrid(trace) : thinPoints(trace, limit);
    if (thinned === undefined) return trace;
    const name = typeof trace.name === "string" && figure.data.length > 1 ? `${trace.name}: ` : "";
    notes.push(name + thinned.note);
    return thinned.trace;
  });
  if (notes.length === 0) return { figure };
  const note = `Thinned out for display: ${notes.slice(0, 3).join("; ")}${notes.length > 3 ? "; ..." : ""}`;
  return { figure: { ...figure, data, layout: withNote(figure.layout, note) }, note };
}

interface Thinned {
  trace: Trace;
  note: string;
}

type List = readonly unknown[];

function list(value: unknown): List | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The trace's points: the longest of its coordinate lists. */
function pointsOf(trace: Trace): number {
  const keys = ["x", "y", "r", "theta", "lat", "lon", "values", "a", "b", "z", "open", "close"];
  return Math.max(0, ...keys.map((key) => list(trace[key])?.length ?? 0));
}

function isGrid(trace: Trace): boolean {
  return Array.isArray(list(trace.z)?.[0]);
}

function thinGrid(trace: Trace): Thinned | undefined {
  const rows = trace.z as number[][];
  const columns = rows[0]!.length;
  const cells = rows.length * columns;
  if (cells <= sizeLimit.cells || typeof rows[0]![0] === "object") return undefined;
  const block = Math.ceil(Math.sqrt(cells / sizeLimit.cells));
  const z = meanBlocks(rows, block);
  const thinAxis = (key: "x" | "y", length: number) => {
    const values = list(trace[key]);
    return values?.length === length ? { [key]: values.filter((_, i) => i % block === 0) } : {};
  };
  return {
    trace: { ...trace, z, ...thinAxis("x", columns), ...thinAxis("y", rows.length) },
    note: `means of ${block} by ${block} cells, ${format(z.length * z[0]!.length)} of ${format(cells)}`,
  };
}

function thinPoints(trace: Trace, limit: number): Thinned | undefined {
  const count = pointsOf(trace);
  if (count <= limit) return undefined;
  const kind = trace.type ?? "scatter";
  if (kind === "histogram") return thinHistogram(trace, limit);
  if (kind === "box" || kind === "violin") {
    const key = list(trace.y) ? "y" : "x";
    if (list(trace[key === "y" ? "x" : "y"]) === undefined) {
      const kept = quantiles(trace[key] as number[], limit);
      return {
        trace: { ...trace, [key]: kept },
        note: `${format(limit)} quantiles of ${format(count)} values`,
      };
    }
  }
  const line = kind.startsWith("scatter") && list(trace.y) && String(trace.mode ?? "lines").includes("lines");
  const kept = line ? peaks(trace.y as (number | null)[], limit) : steps(count, limit);
  const placed = line && trace.x === undefined ? { x: kept.map((i) => placeOf(trace, i)) } : {};
  return {
    trace: { ...(subset(trace, count, kept) as Trace), ...placed },
    note: `${format(kept.length)} of ${format(count)} points${line ? ", peaks kept" : ""}`,
  };
}

/** Where plotly.js puts a point that has no x. */
function placeOf({ x0, dx }: Trace, i: number): number {
  return (typeof x0 === "number" ? x0 : 0) + i * (typeof dx === "number" ? dx : 1);
}

/** Equal values are counted here, so that the bars stay as high as they are. */
function thinHistogram(trace: Trace, limit: number): Thinned {
  const key = list(trace.x) ? "x" : "y";
  const other = key === "x" ? "y" : "x";
  const values = trace[key] as List;
  if (
    list(trace[other]) !== undefined ||
    !values.every((value) => typeof value === "number" || value === null)
  ) {
    const kept = steps(values.length, limit);
    return {
      trace: subset(trace, values.length, kept) as Trace,
      note: `${format(kept.length)} of ${format(values.length)} values, so counts are of these`,
    };
  }
  const counts = countsOf(values as (number | null)[], Math.min(limit, 2000));
  return {
    trace: { ...trace, [key]: counts.values, [other]: counts.counts, histfunc: "sum" },
    note: `${format(values.length)} values rounded to ${format(counts.values.length)}`,
  };
}

/** A layout with a sentence below the picture. */
export function withNote(layout: FigureJson["layout"], text: string): FigureJson["layout"] {
  const annotations = list(layout.annotations) ?? [];
  const margin = (layout.margin ?? {}) as { b?: number };
  const below = {
    text,
    xref: "paper",
    yref: "paper",
    x: 0,
    xanchor: "left",
    y: 0,
    yanchor: "top",
    yshift: 4 - (margin.b ?? 80),
    showarrow: false,
    font: { size: 11 },
    opacity: 0.75,
  };
  return { ...layout, margin: { ...margin, b: (margin.b ?? 80) + 22 }, annotations: [...annotations, below] };
}

function format(count: number): string {
  return count.toLocaleString("en");
}

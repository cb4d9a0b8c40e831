import { withNote } from "../decimate.ts";
import type { FigureJson, FigureLayout, Trace } from "../figure.ts";

type Fields = Readonly<Record<string, unknown>>;
type List = readonly unknown[];

const inSpace = /^(surface|scatter3d)$/;

/**
 * What needs WebGL, as a picture of lines and areas that shows the same numbers, with a note: a scene of surfaces and points from above, a
 * splom as the charts that it consists of, parallel coordinates as lines.
 *
 * @returns undefined for figures that have no such picture
 */
export function flattened(figure: FigureJson): FigureJson | undefined {
  const kinds = new Set(figure.data.map(({ type = "scatter" }) => type));
  if (figure.data.length > 0 && [...kinds].every((kind) => inSpace.test(kind))) return fromAbove(figure);
  if (kinds.size !== 1) return undefined;
  const [first] = figure.data;
  if (kinds.has("splom")) return pairs(figure);
  if (kinds.has("parcoords") && figure.data.length === 1) return parallel(first!, figure.layout);
  return undefined;
}

function fromAbove({ data, layout }: FigureJson): FigureJson | undefined {
  if (new Set(data.map(({ scene = "scene" }) => scene)).size !== 1) return undefined;
  const traces = data.map((trace) => (trace.type === "surface" ? heights(trace) : pointsAbove(trace)));
  if (traces.some((trace) => trace === undefined)) return undefined;
  const scene = recordOf(layout[String(data[0]!.scene ?? "scene")]);
  const axis = (letter: "x" | "y") => {
    const { title, range, type } = recordOf(scene[`${letter}axis`]);
    return { ...defined({ title: title ?? letter, range, type }), automargin: true };
  };
  const { scene: _, ...rest } = layout;
  const flat = { ...rest, xaxis: axis("x"), yaxis: axis("y") };
  return {
    data: traces as Trace[],
    layout: withNote(flat, "Seen from above; in three dimensions in JupyterLab, VS Code and exported pages"),
  };
}

function heights(trace: Trace): Trace | undefined {
  const { z, x, y, colorscale, reversescale, showscale, colorbar, cmin, cmax, name } = trace;
  const [columns, rows] = [alongRows(x), alongColumns(y)];
  if (columns === null || rows === null || !isGrid(z)) return undefined;
  const zmax = cmax === undefined || cmin === undefined ? {} : { zmin: cmin, zmax: cmax };
  return {
    ...defined({
      type: "contour",
      z,
      x: columns,
      y: rows,
      colorscale,
      reversescale,
      showscale,
      colorbar,
      name,
    }),
    ...{ ...zmax, ncontours: 24, line: { width: 0.5 } },
  };
}

function isGrid(value: unknown): value is List[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}

/** The x of a surface's columns; null where the surface is folded, so that they differ from row to row. */
function alongRows(x: unknown): unknown {
  if (!isGrid(x)) return x;
  return x.every((row) => row.every((value, i) => value === x[0]![i])) ? x[0] : null;
}

function alongColumns(y: unknown): unknown {
  if (!isGrid(y)) return y;
  return y.every((row) => row.every((value) => value === row[0])) ? y.map((row) => row[0]) : null;
}

function pointsAbove(trace: Trace): Trace {
  const { x, y, z, mode, name, text, line, showlegend } = trace;
  const marker = recordOf(trace.marker);
  const byHeight = { color: z, colorscale: "Viridis", showscale: true, colorbar: { title: { text: "z" } } };
  const own = marker.color === undefined && !String(mode ?? "lines+markers").includes("lines");
  return {
    ...defined({ type: "scatter", x, y, mode, name, text, line, showlegend }),
    marker: { size: 7, ...marker, ...(own ? byHeight : {}) },
  };
}

/** plotly.js's own arrangement: a chart for each pair of dimensions, the first one at the top left. */
function pairs({ data, layout }: FigureJson): FigureJson {
  const dimensions = recordsOf(data[0]!.dimensions);
  const count = dimensions.length;
  const traces = data.flatMap((trace, group) =>
    recordsOf(trace.dimensions).flatMap((across, column) =>
      recordsOf(trace.dimensions).map((down, row) => ({
        ...defined({
          name: trace.name,
          text: trace.text,
          marker: trace.marker,
          type: "scatter",
          mode: "markers",
        }),
        ...{ x: across.values, y: down.values, legendgroup: String(group) },
        ...{ showlegend: column + row === 0 && trace.name !== undefined, ...axesOf(column, row) },
      })),
    ),
  );
  const space = 0.04 / count;
  const share = (place: number): [number, number] => [place / count + space, (place + 1) / count - space];
  const axes = dimensions.flatMap(({ label }, i) => {
    const { xaxis, yaxis } = axesOf(i, i);
    const title = defined({ title: label === undefined ? undefined : { text: String(label) } });
    const common = { ...title, automargin: true, zeroline: false };
    const across = { ...common, domain: share(i), anchor: axesOf(0, count - 1).yaxis };
    const down = { ...common, domain: share(count - 1 - i), anchor: "x" };
    return [
      [layoutKey(xaxis), across],
      [layoutKey(yaxis), down],
    ];
  });
  return { data: traces, layout: { ...layout, ...Object.fromEntries(axes) } };
}

function axesOf(column: number, row: number): { xaxis: string; yaxis: string } {
  const name = (letter: string, i: number) => (i === 0 ? letter : `${letter}${i + 1}`);
  return { xaxis: name("x", column), yaxis: name("y", row) };
}

function layoutKey(axis: string): string {
  return `${axis.slice(0, 1)}axis${axis.slice(1)}`;
}

/** A line for each entry through the dimensions, each from its least to its greatest value. */
function parallel(trace: Trace, layout: FigureLayout): FigureJson | undefined {
  const dimensions = recordsOf(trace.dimensions).filter(({ values }) => isNumbers(values));
  if (dimensions.length === 0) return undefined;
  const ranges = dimensions.map(({ values, range }) => rangeOf((range ?? values) as number[]));
  const count = (dimensions[0]!.values as number[]).length;
  const colors = recordOf(trace.line).color;
  const [low, high] = isNumbers(colors) ? rangeOf(colors) : [0, 1];
  const lines = Array.from({ length: count }, (_, i) => {
    const y = dimensions.map(({ values }, at) => shareOf((values as number[])[i]!, ranges[at]!));
    const color = isNumbers(colors) ? between(shareOf(colors[i]!, [low, high])) : (colors ?? "#0072B2");
    const look = { line: { color, width: 1 }, opacity: 0.6, showlegend: false, hoverinfo: "skip" };
    return { type: "scatter", mode: "lines", x: y.map((_, at) => at), y, ...look };
  });
  const labels = dimensions.flatMap(({ label, tickvals, ticktext }, at) => {
    const marks = isNumbers(tickvals) ? tickvals : ranges[at]!;
    const text = (i: number) =>
      String((ticktext as List | undefined)?.[i] ?? Number(marks[i]!.toPrecision(4)));
    const place = { xref: "x", yref: "y", x: at, showarrow: false };
    return [
      { ...place, y: 1, yshift: 24, text: `<b>${String(label ?? "")}</b>` },
      ...marks.map((mark, i) => ({
        ...place,
        y: shareOf(mark, ranges[at]!),
        text: text(i),
        xanchor: "right",
        xshift: -4,
      })),
    ];
  });
  const axis = { showgrid: false, zeroline: false, showticklabels: false };
  const uprights = dimensions.map((_, at) => ({
    type: "line",
    x0: at,
    x1: at,
    y0: 0,
    y1: 1,
    line: { width: 1, color: "#8c959f" },
  }));
  return {
    data: lines,
    layout: {
      ...{ ...layout, shapes: uprights, annotations: labels },
      xaxis: { ...axis, range: [-0.35, dimensions.length - 0.85] },
      yaxis: { ...axis, range: [-0.04, 1.04] },
    },
  };
}

function between(share: number): string {
  const [from, to] = [
    [0, 90, 140],
    [230, 140, 60],
  ];
  return `rgb(${from!.map((channel, i) => Math.round(channel + share * (to![i]! - channel))).join(", ")})`;
}

function shareOf(value: number, [low, high]: readonly [number, number]): number {
  return high === low ? 0.5 : (value - low) / (high - low);
}

function rangeOf(values: readonly number[]): [number, number] {
  const numbers = values.filter(Number.isFinite);
  return [Math.min(...numbers), Math.max(...numbers)];
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number");
}

function recordOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function recordsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

function defined(record: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

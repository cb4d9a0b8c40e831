import type { FigureJson, Trace } from "./figure.ts";

/** What a figure shows, in a sentence: kinds and names of its traces, titles and ranges of its axes. */
export function describeFigure({ data, layout }: FigureJson): string {
  const title = textOf(layout.title);
  const kinds = new Map<string, Trace[]>();
  for (const trace of data) kinds.set(kindOf(trace), [...(kinds.get(kindOf(trace)) ?? []), trace]);
  const traces = [...kinds].map(([kind, list]) => kindText(kind, list));
  const scene = layout.scene as Record<string, unknown> | undefined;
  const axes = ["x", "y", "z"].flatMap((letter) =>
    axisText(letter, data, layout[`${letter}axis`] ?? scene?.[`${letter}axis`]),
  );
  const what = traces.length > 0 ? traces.join(", ") : "empty figure";
  return [title === "" ? capital(what) : `${title}: ${what}`, ...axes].join("; ");
}

function kindText(kind: string, traces: readonly Trace[]): string {
  const names = traces.flatMap(({ name, dimensions }) => {
    if (typeof name === "string" && name !== "") return plainText(name);
    return Array.isArray(dimensions) ? dimensions.flatMap(labelOf) : [];
  });
  const named =
    names.length > 0 ? ` (${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""})` : "";
  return `${traces.length === 1 ? kind : `${traces.length} × ${kind}`}${named}`;
}

/** The name of a dimension of a splom or of parallel coordinates. */
function labelOf(dimension: unknown): string[] {
  const label = (dimension as { label?: unknown } | null)?.label;
  return typeof label === "string" ? [plainText(label)] : [];
}

const kindNames: Record<string, string> = {
  scatter: "line chart",
  scattergl: "line chart",
  bar: "bar chart",
  pie: "pie chart",
  box: "box plot",
  violin: "violin plot",
  scatter3d: "3D scatter plot",
  surface: "3D surface",
  mesh3d: "3D mesh",
  splom: "scatter plots of each pair",
  parcoords: "parallel coordinates",
  choropleth: "map of areas",
  choroplethmap: "map of areas",
  scattergeo: "map with points",
  scattermap: "map with points",
};

function kindOf({ type = "scatter", mode }: Trace): string {
  const points = typeof mode === "string" && !mode.includes("lines");
  if (type.startsWith("scatter") && points && !type.includes("3d")) return "scatter plot";
  return kindNames[type] ?? type;
}

function axisText(letter: string, data: readonly Trace[], axis: unknown): string[] {
  const title = textOf((axis as { title?: unknown } | undefined)?.title);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const trace of data) {
    const values = trace[letter];
    if (trace[`${letter}axis`] !== undefined && trace[`${letter}axis`] !== letter) continue;
    if (!Array.isArray(values)) continue;
    // A heatmap's colours are no axis; a surface's heights are.
    if (letter === "z" && !/3d|surface/.test(trace.type ?? "")) continue;
    for (const value of values.flat()) {
      if (typeof value !== "number") continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const range = low <= high ? ` from ${short(low)} to ${short(high)}` : "";
  return title === "" && range === "" ? [] : [`${letter}${title === "" ? "" : ` is ${title}`}${range}`];
}

/** A title as plotly takes it: a text, or an object with one. */
export function textOf(title: unknown): string {
  if (typeof title === "string") return plainText(title);
  const text = (title as { text?: unknown } | null | undefined)?.text;
  return typeof text === "string" ? plainText(text) : "";
}

/** plotly's texts may have a little HTML. */
function plainText(text: string): string {
  return text.replace(/<br\s*\/?>/g, " ").replace(/<[^>]+>/g, "");
}

/** A number in few digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

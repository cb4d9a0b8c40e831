import type { FigureJson, FigureLayout } from "./figure.ts";

/** Colours that stay apart for colour-blind readers and on grey paper (Okabe and Ito, 2008), darkest first. */
export const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"] as const;

/** The colours of text and lines, of quiet lines, and of the paper. */
export const ink = "#1f2328";
export const grid = "#d8dee4";
export const paper = "#ffffff";
/** The light and dark ends of scales that begin at the paper's colour. */
export const scaleEnd = "#08519c";

/** A landscape from its valleys to its heights. */
export const terrain = ["#5b8db3", "#a9cbe0", "#f4f8fb"] as const;

/** A colour of an area behind lines and points: little of it on the paper. */
export function tint(color: string, on: string = paper): string {
  const channel = (from: number) => {
    const [top, bottom] = [color, on].map((hex) => Number.parseInt(hex.slice(from, from + 2), 16));
    return Math.round(bottom! + 0.28 * (top! - bottom!));
  };
  return `#${[1, 3, 5].map((from) => channel(from).toString(16).padStart(2, "0")).join("")}`;
}

/** The page on which a figure stands. */
export type Theme = "light" | "dark";

/** What each colour of the light theme is on a dark page; the palette's dark colours are lifted, so that thin lines show. */
const dark: Record<string, string> = {
  [paper]: "#111418",
  [ink]: "#e6edf3",
  [grid]: "#363c44",
  [scaleEnd]: "#9ecae1",
  [terrain[0]]: "#0b1c2b",
  [terrain[1]]: "#1f4663",
  [terrain[2]]: "#5d8aab",
  "#0072B2": "#4da3e0",
  "#D55E00": "#f0883e",
  "#009E73": "#2fc39a",
  "#CC79A7": "#e39ac4",
  "#56B4E9": "#9ed8ff",
  "#E69F00": "#f2c14e",
};
for (const color of palette) dark[tint(color, paper)] = tint(dark[color]!, dark[paper]!);
const light = Object.fromEntries(Object.entries(dark).map(([day, night]) => [night, day]));

/** A figure of this library in the colours of a theme; colours that are not the library's stay. */
export function recolor<T extends Pick<FigureJson, "data" | "layout">>(figure: T, theme: Theme): T {
  const colors = theme === "dark" ? dark : light;
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return colors[value] ?? value;
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    // A long list of numbers has no colours; an entry of a colour scale begins with a number and has one.
    if (Array.isArray(value))
      return value.length > 2 && typeof value[0] === "number" ? value : value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry)]));
  };
  const recolored = walk(figure) as T;
  const { layout } = recolored;
  if (layout.paper_bgcolor !== undefined || layout.template !== undefined) return recolored;
  return { ...recolored, layout: { ...layout, template: theme === "dark" ? darkTemplate : {} } };
}

/** plotly.js's own look on a dark page. */
const darkTemplate = {
  layout: {
    paper_bgcolor: dark[paper],
    plot_bgcolor: dark[paper],
    font: { color: dark[ink] },
    colorway: palette.map((color) => dark[color]),
    xaxis: { gridcolor: dark[grid], linecolor: dark[grid], zerolinecolor: dark[grid] },
    yaxis: { gridcolor: dark[grid], linecolor: dark[grid], zerolinecolor: dark[grid] },
  },
};

/** The look of every picture: its own white paper, so that it reads the same on a light and a dark page. */
export const baseLayout: FigureLayout = {
  paper_bgcolor: paper,
  plot_bgcolor: paper,
  font: { family: "Pretendard, 'Helvetica Neue', Arial, sans-serif", size: 14, color: ink },
  colorway: [...palette],
  // Down the right side, without the buttons that few need: along the top the toolbar would lie on a narrow figure's title.
  modebar: {
    ...{ orientation: "v", bgcolor: "rgba(0,0,0,0)", color: "#8c959f", activecolor: "#57606a" },
    // The last one would send the figure away.
    remove: ["select", "lasso", "zoomin", "zoomout", "autoscale", "sendChartToCloud"],
  },
};

/** An axis with a title and a quiet grid, whose labels make themselves room. */
export function axis(title: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text: title, standoff: 12 },
    automargin: true,
    gridcolor: grid,
    linecolor: ink,
    tickcolor: ink,
    showline: true,
    ticks: "outside",
    zeroline: false,
    ...more,
  };
}

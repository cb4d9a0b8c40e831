import type { FigureLayout } from "./figure.ts";
import { type LegendEntries, placeLegend } from "./legend.ts";
import { axis, baseLayout } from "./theme.ts";

/** One of several charts beside one another. */
export interface Panel {
  x: string;
  y: string;
  /** A title above the panel. */
  title?: string;
  /** More of plotly's settings for its axes. */
  xaxis?: Record<string, unknown>;
  yaxis?: Record<string, unknown>;
}

/** What all panels have. */
export interface PanelsOptions {
  title?: string | undefined;
  /** Above the panels, where its names are few and short, or as many and as long as these. Default none. */
  legend?: "top" | LegendEntries | undefined;
  /** Pixels of each panel. Default 360, less where a row of them would be wider than a page. */
  width?: number;
  height?: number;
  /** Pixels between two panels: room for the right one's labels. */
  between?: number;
}

/** Pixels of an exported page's text, which a figure should not be wider than. */
const page = 864;
/** Pixels to the left of the panels. */
const left = 70;
/** Pixels of a panel in which a curve can still be read. */
const narrowest = 180;

/** The name of a panel's axis: x, x2, x3 ... */
export function axisName(letter: "x" | "y", panel: number): string {
  return panel === 0 ? letter : `${letter}${panel + 1}`;
}

/** How many of the panels stand in a row, so that rows are as even as can be and no wider than a page. @param width the least of a panel */
export function columnsOf(panels: number, width: number, between: number): number {
  const fitting = Math.max(1, Math.floor((page - left - 24 + between) / (width + between)));
  return Math.ceil(panels / Math.ceil(panels / fitting));
}

/** The layout of charts beside one another, in as many rows as they need, with room for their labels. */
export function panelsLayout(panels: readonly Panel[], options: PanelsOptions = {}): FigureLayout {
  const { title, legend, between = 76 } = options;
  const columns = columnsOf(panels.length, options.width ?? narrowest, between);
  const rows = Math.ceil(panels.length / columns);
  const gaps = (columns - 1) * between;
  const widthBeside = (right: number) => {
    const fitting = Math.floor((page - left - right - gaps) / columns);
    return options.width ?? Math.max(narrowest, Math.min(360, fitting));
  };
  const place =
    typeof legend === "object"
      ? placeLegend(legend, (right) => columns * widthBeside(right) + gaps)
      : { legend: undefined, right: 24, below: 0, height: 0 };
  const width = widthBeside(place.below > 0 ? 24 : place.right);
  const inner = columns * width + gaps;
  const titled = panels.some((panel) => panel.title !== undefined);
  const gap = titled ? 90 : 70;
  const height = Math.max(rows * (options.height ?? 260) + (rows - 1) * gap, Math.ceil(place.height));
  const panelHeight = (height - (rows - 1) * gap) / rows;
  const head = 20 + (title === undefined ? 0 : 34) + (legend === "top" ? 28 : 0) + (titled ? 26 : 0);
  const bottom = 60 + place.below;
  const total = { width: inner + left + place.right, height: height + head + bottom };
  const layout: FigureLayout = {
    ...baseLayout,
    ...total,
    margin: { l: left, r: place.right, t: head, b: bottom },
    showlegend: legend !== undefined,
    legend: place.legend ?? {
      ...{ orientation: "h", x: 1, xanchor: "right" },
      ...{ y: 1 + (titled ? 28 : 6) / height, yanchor: "bottom" },
    },
    annotations: [],
  };
  if (title !== undefined) {
    layout.title = { text: title, x: 0.5, xanchor: "center", y: 1 - 22 / total.height, yanchor: "middle" };
  }
  panels.forEach((panel, i) => {
    const from = ((i % columns) * (width + between)) / inner;
    const domain = [from, Math.min(1, from + width / inner)];
    const top = 1 - (Math.floor(i / columns) * (panelHeight + gap)) / height;
    const vertical = rows === 1 ? {} : { domain: [Math.max(0, top - panelHeight / height), top] };
    const suffix = i === 0 ? "" : i + 1;
    layout[`xaxis${suffix}`] = axis(panel.x, { domain, anchor: axisName("y", i), ...panel.xaxis });
    layout[`yaxis${suffix}`] = axis(panel.y, { ...vertical, anchor: axisName("x", i), ...panel.yaxis });
    if (panel.title !== undefined) {
      (layout.annotations as object[]).push(panelTitle(panel.title, (domain[0]! + domain[1]!) / 2, top));
    }
  });
  return layout;
}

function panelTitle(text: string, x: number, y: number): object {
  return {
    text: `<b>${text}</b>`,
    xref: "paper",
    yref: "paper",
    x,
    y,
    xanchor: "center",
    yanchor: "bottom",
    yshift: 4,
    showarrow: false,
  };
}

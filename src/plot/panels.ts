import type { FigureLayout } from "./figure.ts";
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
  /** Above the panels, where its names are few and short, or to their right. Default none. */
  legend?: "top" | "right" | undefined;
  /** Pixels of each panel. Default 360, less where all of them would be wider than a page. */
  width?: number;
  height?: number;
  /** Characters of the longest name in a legend to the right. */
  longestName?: number;
  /** Pixels between two panels: room for the right one's labels. */
  between?: number;
}

/** Pixels of an exported page's text, which a figure should not be wider than. */
const page = 864;
/** Pixels to the left of the panels. */
const left = 70;

/** The name of a panel's axis: x, x2, x3 ... */
export function axisName(letter: "x" | "y", panel: number): string {
  return panel === 0 ? letter : `${letter}${panel + 1}`;
}

/** The layout of charts beside one another, with room for their labels. */
export function panelsLayout(panels: readonly Panel[], options: PanelsOptions = {}): FigureLayout {
  const { title, legend, height = 260, between = 76 } = options;
  const right = legend === "right" ? 60 + Math.ceil(7.4 * (options.longestName ?? 12)) : 24;
  const fitting = Math.floor((page - left - right - (panels.length - 1) * between) / panels.length);
  const width = options.width ?? Math.max(180, Math.min(360, fitting));
  const inner = panels.length * width + (panels.length - 1) * between;
  const titled = panels.some((panel) => panel.title !== undefined);
  const top = 20 + (title === undefined ? 0 : 34) + (legend === "top" ? 28 : 0) + (titled ? 26 : 0);
  const total = { width: inner + left + right, height: height + top + 60 };
  const layout: FigureLayout = {
    ...baseLayout,
    ...total,
    margin: { l: left, r: right, t: top, b: 60 },
    showlegend: legend !== undefined,
    legend:
      legend === "right"
        ? { x: 1 + 12 / inner, xanchor: "left", y: 1, yanchor: "top" }
        : { orientation: "h", x: 1, xanchor: "right", y: 1 + (titled ? 28 : 6) / height, yanchor: "bottom" },
    annotations: [],
  };
  if (title !== undefined) {
    layout.title = { text: title, x: 0.5, xanchor: "center", y: 1 - 22 / total.height, yanchor: "middle" };
  }
  panels.forEach((panel, i) => {
    const from = (i * (width + between)) / inner;
    const domain = [from, Math.min(1, from + width / inner)];
    const suffix = i === 0 ? "" : i + 1;
    layout[`xaxis${suffix}`] = axis(panel.x, { domain, anchor: axisName("y", i), ...panel.xaxis });
    layout[`yaxis${suffix}`] = axis(panel.y, { anchor: axisName("x", i), ...panel.yaxis });
    if (panel.title !== undefined) {
      (layout.annotations as object[]).push(panelTitle(panel.title, (domain[0]! + domain[1]!) / 2));
    }
  });
  return layout;
}

function panelTitle(text: string, x: number): object {
  return {
    text: `<b>${text}</b>`,
    xref: "paper",
    yref: "paper",
    x,
    y: 1,
    xanchor: "center",
    yanchor: "bottom",
    yshift: 4,
    showarrow: false,
  };
}

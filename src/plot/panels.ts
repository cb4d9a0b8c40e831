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
  /** Pixels of each panel. Default 360, less where all of them would be wider than a page. */
  width?: number;
  height?: number;
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
  const { title, legend, between = 76 } = options;
  const gaps = (panels.length - 1) * between;
  const widthBeside = (right: number) => {
    const fitting = Math.floor((page - left - right - gaps) / panels.length);
    return options.width ?? Math.max(180, Math.min(360, fitting));
  };
  const place =
    typeof legend === "object"
      ? placeLegend(legend, (right) => panels.length * widthBeside(right) + gaps)
      : { legend: undefined, right: 24, below: 0, height: 0 };
  const height = Math.max(options.height ?? 260, Math.ceil(place.height));
  const width = widthBeside(place.below > 0 ? 24 : place.right);
  const inner = panels.length * width + gaps;
  const titled = panels.some((panel) => panel.title !== undefined);
  const top = 20 + (title === undefined ? 0 : 34) + (legend === "top" ? 28 : 0) + (titled ? 26 : 0);
  const bottom = 60 + place.below;
  const total = { width: inner + left + place.right, height: height + top + bottom };
  const layout: FigureLayout = {
    ...baseLayout,
    ...total,
    margin: { l: left, r: place.right, t: top, b: bottom },
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

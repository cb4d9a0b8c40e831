import { textOf } from "../describe.ts";
import type { FigureJson, FigureLayout, Trace } from "../figure.ts";
import { flattened } from "./flat.ts";

/** Kinds that need WebGL, or a map from the network, and have a twin that needs neither. */
const twins: Readonly<Record<string, string>> = {
  scattergl: "scatter",
  scatterpolargl: "scatterpolar",
  heatmapgl: "heatmap",
};

/** Kinds that only a browser can draw: WebGL, or maps from the network. */
const browserOnly =
  /^(surface|scatter3d|mesh3d|cone|streamtube|isosurface|volume|splom|parcoords|.*(map|mapbox|geo)|choropleth)$/;
const maps = /map|geo|choropleth/;
const drawnMaps = /^(heatmap|treemap)$/;

/**
 * A figure as it can be drawn without a graphics card and without a network: scenes become pictures from above, and what has no such picture
 * a card that says what it is, so that no export has a hole.
 */
export function drawable(figure: FigureJson, alt: string): FigureJson {
  const data = figure.data.map((trace) => {
    const twin = twins[trace.type ?? ""];
    return twin === undefined ? trace : { ...trace, type: twin };
  });
  const kinds = [
    ...new Set(data.map(kindOf).filter((kind) => browserOnly.test(kind) && !drawnMaps.test(kind))),
  ];
  if (kinds.length === 0) return { ...figure, data };
  return flattened(figure) ?? card(figure.layout, kinds, alt);
}

function kindOf({ type = "scatter" }: Trace): string {
  return type;
}

function card(layout: FigureLayout, kinds: readonly string[], alt: string): FigureJson {
  const { width = 700, title, font, paper_bgcolor } = layout;
  const heading = textOf(title);
  // The description begins with the title, which stands above.
  const said = heading !== "" && alt.startsWith(`${heading}: `) ? alt.slice(heading.length + 2) : alt;
  const where = kinds.some((kind) => maps.test(kind))
    ? "a map, which a browser draws from the network"
    : "to be seen in JupyterLab, VS Code and exported pages";
  const lines = [wrap(said, width), `<i>${wrap(`${kinds.join(", ")}: ${where}`, width)}</i>`];
  const text = lines.join("<br><br>");
  const hidden = { visible: false };
  const place = { xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false, align: "left" };
  const frame = { type: "rect", xref: "paper", yref: "paper", x0: 0, x1: 1, y0: 0, y1: 1 };
  const look = { title, font, paper_bgcolor, template: layout.template };
  return {
    data: [],
    layout: {
      ...Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined)),
      ...{
        width,
        height: Math.min(layout.height ?? 260, 260),
        margin: { l: 24, r: 24, b: 24, t: heading === "" ? 24 : 64 },
      },
      ...{ xaxis: hidden, yaxis: hidden, plot_bgcolor: "rgba(0,0,0,0)" },
      ...{
        annotations: [{ ...place, text }],
        shapes: [{ ...frame, line: { color: "#8c959f", width: 1, dash: "dot" } }],
      },
    },
  };
}

/** Lines of a text that fit into so many pixels. */
function wrap(text: string, pixels: number): string {
  const width = Math.max(20, Math.floor((pixels - 80) / 8));
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1)!.length + word.length > width) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)!} ${word}`.trim();
  }
  return lines.slice(0, 8).join("<br>");
}

import type { FigureJson, FigureLayout, Trace } from "../figure.ts";

/** Kinds that need WebGL, or a map from the network, and have a twin that needs neither. */
const twins: Readonly<Record<string, string>> = {
  scattergl: "scatter",
  scatterpolargl: "scatterpolar",
  heatmapgl: "heatmap",
};

/** Kinds that only a browser can draw: WebGL, or maps from the network. */
const browserOnly =
  /^(surface|scatter3d|mesh3d|cone|streamtube|isosurface|volume|splom|parcoords|.*(map|mapbox|geo)|choropleth)$/;
const drawnMaps = /^(heatmap|treemap)$/;

/**
 * A figure as it can be drawn without a graphics card and without a network: what only a browser can draw becomes a card that says what it
 * is, so that no export has a hole.
 */
export function drawable(figure: FigureJson, alt: string): FigureJson {
  const data = figure.data.map((trace) => {
    const twin = twins[trace.type ?? ""];
    return twin === undefined ? trace : { ...trace, type: twin };
  });
  const kinds = [
    ...new Set(data.map(kindOf).filter((kind) => browserOnly.test(kind) && !drawnMaps.test(kind))),
  ];
  return kinds.length === 0 ? { ...figure, data } : card(figure.layout, kinds, alt);
}

function kindOf({ type = "scatter" }: Trace): string {
  return type;
}

function card(layout: FigureLayout, kinds: readonly string[], alt: string): FigureJson {
  const width = layout.width ?? 700;
  const text = `${wrap(alt, Math.max(20, Math.floor(width / 9)))}<br><br><i>${kinds.join(", ")}: drawn in JupyterLab and VS Code only</i>`;
  const kept = ["width", "height", "paper_bgcolor", "font", "title", "template"] as const;
  const look = Object.fromEntries(
    kept.flatMap((key) => (layout[key] === undefined ? [] : [[key, layout[key]]])),
  );
  const hidden = { visible: false };
  return {
    data: [],
    layout: {
      ...look,
      xaxis: hidden,
      yaxis: hidden,
      annotations: [{ text, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.5, align: "left" }],
    },
  };
}

function wrap(text: string, width: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1)!.length + word.length > width) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)!} ${word}`.trim();
  }
  return lines.slice(0, 8).join("<br>");
}

import { createHash } from "node:crypto";
import type { FigureJson } from "../figure.ts";
import { fontFamily } from "./font.ts";
import { minifySvg } from "./minify.ts";
import { openPlotly, type PlotlyWindow } from "./window.ts";

let plotly: PlotlyWindow | undefined;

/** plotly's own default size. */
const defaultSize = { width: 700, height: 450 };

/** Loads plotly.js, so that the first figure need not wait for it. */
export function warmUp(): PlotlyWindow {
  plotly ??= openPlotly();
  return plotly;
}

/** Draws a figure as an SVG document, in the bundled font unless the figure names another. */
export async function drawSvg(figure: FigureJson, alt?: string): Promise<string> {
  const { toImage, seedIds } = warmUp();
  const { width = defaultSize.width, height = defaultSize.height } = figure.layout;
  const font = { family: `${fontFamily}, sans-serif`, ...(figure.layout.font as object | undefined) };
  const drawn = { data: figure.data, layout: { ...figure.layout, font, width, height } };
  // The same figure is the same text at every run; two figures on one page share no ids.
  seedIds(createHash("sha1").update(JSON.stringify(drawn)).digest().readUInt32LE());
  const svg = await toImage(drawn, { format: "svg", width, height, imageDataOnly: true });
  return minifySvg(svg, alt);
}

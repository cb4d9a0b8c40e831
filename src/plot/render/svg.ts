import { createHash } from "node:crypto";
import type { FigureJson } from "../figure.ts";
import { drawable } from "./drawable.ts";
import { fontFamily } from "./font.ts";
import { minifySvg } from "./minify.ts";
import { openPlotly, type PlotlyWindow } from "./window.ts";

let plotly: PlotlyWindow | undefined;

/** Milliseconds that one figure may take. */
const patience = 20_000;

/** plotly's own default size. */
const defaultSize = { width: 700, height: 450 };

/** Loads plotly.js, so that the first figure need not wait for that. */
export function loadPlotly(): PlotlyWindow {
  plotly ??= openPlotly();
  return plotly;
}

/** Draws a figure as an SVG document, in the bundled font unless the figure names another. */
export async function drawSvg(wanted: FigureJson, alt = ""): Promise<string> {
  const figure = drawable(wanted, alt);
  const { toImage, seedIds } = loadPlotly();
  const { width = defaultSize.width, height = defaultSize.height } = figure.layout;
  const font = { family: `${fontFamily}, sans-serif`, ...(figure.layout.font as object | undefined) };
  const drawn = { data: figure.data, layout: { ...figure.layout, font, width, height } };
  // The same figure is the same text at every run; two figures on one page share no ids.
  seedIds(createHash("sha1").update(JSON.stringify(drawn)).digest().readUInt32LE());
  const drawing = toImage(drawn, { format: "svg", width, height, imageDataOnly: true });
  return minifySvg(await inTime(drawing), alt);
}

/** plotly.js waits for ever for what a document without a screen does not have; the next figure gets a new document. */
async function inTime<T>(drawing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      plotly = undefined;
      reject(new Error(`plotly.js did not finish within ${patience / 1000} seconds`));
    }, patience);
  });
  return Promise.race([drawing, late]).finally(() => clearTimeout(timer));
}

import type { FigureJson } from "../figure.ts";
import { fontFamily } from "./font.ts";
import type { PlotlyModule } from "./plotly.ts";
import { openPlotly } from "./window.ts";

let plotly: PlotlyModule | undefined;

/** plotly's own default size. */
const defaultSize = { width: 700, height: 450 };

/** Draws a figure as an SVG document, in the bundled font unless the figure names another. */
export async function drawSvg(figure: FigureJson): Promise<string> {
  plotly ??= openPlotly();
  const { width = defaultSize.width, height = defaultSize.height } = figure.layout;
  const font = { family: `${fontFamily}, sans-serif`, ...(figure.layout.font as object | undefined) };
  return plotly.toImage(
    { data: figure.data, layout: { ...figure.layout, font, width, height } },
    { format: "svg", width, height, imageDataOnly: true },
  );
}

import type { FigureJson } from "../figure.ts";

/** The part of plotly.js that draws. */
export interface PlotlyModule {
  toImage(
    figure: FigureJson & { config?: object },
    options: { format: "svg"; width: number; height: number; imageDataOnly: true },
  ): Promise<string>;
}

import type { Plot, plot as realPlot } from "nodeplotlib";
import { type KernelHandle, kernelHandle } from "../notebook/handle.ts";
import { displayFigure, type FigureDisplay } from "./displayFigure.ts";
import type { Trace } from "./figure.ts";
import { Figure } from "./figure.ts";

export type { Config, Layout, Plot, PlotData } from "nodeplotlib";

/**
 * Draws a plotly figure below the running cell, with the signature of nodeplotlib 1.1.2: no server, no browser tab. Outside of a notebook
 * nodeplotlib itself is called.
 *
 * @param data traces as plotly.js takes them, or an Observable of such: a figure that changes with every value until the Observable
 * ends or the cell is interrupted
 * @param layout titles, axes, size and colours
 * @param config plotly's options for the interactive figure
 * @example
 * import { plot } from "nodeplotlib";
 * plot([{ x: [1, 2, 3], y: [2, 4, 8], type: "scatter" }], { title: { text: "Growth" } });
 */
export const plot: typeof realPlot = (data, layout, config) => {
  const kernel = kernelHandle();
  if (kernel === undefined) {
    void import("nodeplotlib").then((real) => real.plot(data, layout, config));
    return;
  }
  const figure = (traces: readonly Plot[]) =>
    new Figure(traces as readonly Trace[], { ...layout }, undefined, config && { config });
  if (isObservable(data)) follow(data, displayFigure(figure([])), figure, kernel);
  else displayFigure(figure(data as Plot[]));
};

/** As `import` sees a CommonJS package. */
export default { plot };

interface Subscribable {
  subscribe(observer: { next(traces: Plot[]): void; error(error: unknown): void }): { unsubscribe(): void };
}

/** By its method: the user's RxJS need not be the copy that nodeplotlib has. */
function isObservable(data: unknown): data is Subscribable {
  return typeof (data as Partial<Subscribable> | null)?.subscribe === "function";
}

function follow(
  source: Subscribable,
  shown: FigureDisplay,
  figure: (traces: readonly Plot[]) => Figure,
  { signal }: KernelHandle,
): void {
  const subscription = source.subscribe({
    next: (traces) => shown.update(figure(traces)),
    error: (error) => {
      // As RxJS does with an error that nobody handles: the cell shows it.
      setTimeout(() => {
        throw error;
      });
    },
  });
  signal?.addEventListener("abort", () => subscription.unsubscribe(), { once: true });
}

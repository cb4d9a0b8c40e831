import { availableParallelism } from "node:os";
import { type KernelHandle, kernelHandle } from "../notebook/handle.ts";
import { type Figure, quickBundle } from "../plot/figure.ts";
import { type PlotHistoryOptions, plotHistory } from "../plot/plotHistory.ts";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";

/** The options of {@link liveHistory}: those of `plotHistory`. */
export type LiveHistoryOptions = PlotHistoryOptions;

/** The part of the machine's time that the thread which draws may take. */
const share = 0.02;
/** The shortest time between two pictures, in milliseconds. */
const interval = 250;
/** The longest wait that a slow machine causes, in milliseconds. */
const longest = 5_000;
const display = Symbol.for("Jupyter.display");

let charts = 0;
let isWarm = false;

function bundleOf(figure: Figure): unknown {
  return (figure as unknown as Record<symbol, () => unknown>)[display]!();
}

/** See {@link liveHistory}. */
export class LiveHistory extends Callback {
  readonly #options: LiveHistoryOptions;
  readonly #curves: Record<string, number[]> = {};
  #displayId = "";
  #kernel: KernelHandle | undefined;
  #due = 0;
  /** The picture that is being drawn. */
  #drawing: Promise<void> | undefined;
  #isDrawable = false;

  constructor(options: LiveHistoryOptions = {}) {
    super();
    checkOptions("liveHistory", options, { metrics: 1, title: 1 });
    this.#options = options;
  }

  /** Takes the chart's place on the page, above what training prints. */
  override onTrainBegin(): void {
    for (const name of Object.keys(this.#curves)) delete this.#curves[name];
    this.#kernel = kernelHandle();
    this.#displayId = `toile-history-${process.pid}-${++charts}`;
    this.#due = 0;
    this.#isDrawable = false;
    const waiting = () => ({ "text/plain": "The curves begin after the first epoch." });
    this.#kernel?.display({ [display]: waiting }, { displayId: this.#displayId });
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    for (const [name, value] of Object.entries(logs)) {
      this.#curves[name] ??= [];
      this.#curves[name].push(value);
    }
    const isDue = this.#drawing === undefined && performance.now() >= this.#due;
    if (this.#isDrawable && !isDue) return;
    const figure = this.#figure();
    this.#isDrawable = true;
    if (this.#kernel === undefined) return;
    this.#drawing = this.#show(figure, this.#kernel).finally(() => {
      this.#drawing = undefined;
    });
  }

  override onTrainEnd(): void {
    this.#complete();
  }

  override onException(): void {
    if (this.#isDrawable) this.#complete();
  }

  /** A picture on the way: a plain SVG, since plotly's extension of JupyterLab draws an output once and ignores what follows. */
  async #show(figure: Figure, kernel: KernelHandle): Promise<void> {
    const started = performance.now();
    try {
      const svg = await figure.toSVG();
      await kernel.update(this.#displayId, {
        [display]: () => ({ "image/svg+xml": svg, "text/plain": figure.alt }),
      });
    } catch (error) {
      console.warn(`liveHistory cannot draw: ${String(error)}`);
    }
    // The first picture of all waits for plotly.js to load, which says nothing of the next.
    const cost = isWarm ? performance.now() - started : 0;
    isWarm = true;
    const wait = Math.min(cost / (share * availableParallelism()), longest);
    this.#due = performance.now() + Math.max(interval, wait);
  }

  /** Shows all epochs in every form. A thread draws the pictures; the cell ends when they are there. */
  #complete(): void {
    if (Object.keys(this.#curves).length === 0) return;
    const figure = this.#figure();
    if (this.#kernel === undefined) {
      console.log(String(figure));
      return;
    }
    const kernel = this.#kernel;
    const displayId = this.#displayId;
    const before = this.#drawing;
    const bundle = async () => {
      await before;
      // Given both at once, plotly's extension of JupyterLab would show the PNG, in twice its size, until the pointer is over it.
      await kernel.update(displayId, { [display]: () => quickBundle(figure) });
      return bundleOf(figure);
    };
    const shown = kernel.update(displayId, { [display]: bundle });
    Promise.resolve(shown).catch((error) => console.warn(`liveHistory cannot draw: ${String(error)}`));
  }

  #figure(): Figure {
    return plotHistory(this.#curves, this.#options);
  }
}

/**
 * Draws the curves of the losses and metrics while the model trains: one chart below the cell, which grows epoch by epoch and is
 * complete in the saved notebook. A thread of its own draws, at most 2 % of the machine's time (`bench/live`). On a terminal it
 * prints the curves' text form at the end.
 *
 * @param options those of `plotHistory`: `metrics`, `title`
 * @throws TypeError for an option that does not exist
 * @example await model.fit(x, y, { epochs: 20, validationSplit: 0.2, callbacks: callbacks.liveHistory() });
 */
export function liveHistory(options: LiveHistoryOptions = {}): LiveHistory {
  return new LiveHistory(options);
}

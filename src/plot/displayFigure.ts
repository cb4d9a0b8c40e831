import { setTimeout as pause } from "node:timers/promises";
import { type KernelHandle, kernelHandle } from "../notebook/handle.ts";
import { type Figure, type FigureBundle, quickBundle } from "./figure.ts";
import "./warm.ts";

/** The options of {@link displayFigure}. */
export interface DisplayFigureOptions {
  /** The name under which {@link updateFigure} finds the figure again. Default: a new one. */
  displayId?: string;
}

/** A figure on the page that can be replaced. */
export interface FigureDisplay {
  /** The name under which the figure is found again. */
  readonly displayId: string;
  /** Replaces the figure; of several that come faster than they can be drawn, the last one stays. */
  update(figure: Figure): void;
  /** Resolves when the newest figure is on the page with its pictures. @throws Error when it cannot be drawn */
  settled(): Promise<void>;
}

const displays = new Map<string, FigureDisplay>();
let count = 0;

/**
 * Shows a figure below the running cell at once and returns without waiting for its pictures, which a thread draws; the cell ends when
 * they are there. On a terminal it prints the figure's text form.
 *
 * @returns a handle that replaces the figure
 * @example
 * const shown = displayFigure(plotHistory({ loss: [0.6] }));
 * shown.update(plotHistory({ loss: [0.6, 0.4] }));
 */
export function displayFigure(
  figure: Figure,
  { displayId = `toile-figure-${process.pid}-${++count}` }: DisplayFigureOptions = {},
): FigureDisplay {
  const display = new LiveFigure(displayId);
  displays.set(displayId, display);
  display.show(figure);
  return display;
}

/**
 * Replaces a figure that {@link displayFigure} showed.
 *
 * @throws RangeError when nothing was shown under the id
 * @example updateFigure("loss", plotHistory(curves));
 */
export function updateFigure(displayId: string, figure: Figure): void {
  const display = displays.get(displayId);
  if (display === undefined) {
    throw new RangeError(
      `no figure is shown under the display id "${displayId}"; show one with displayFigure(figure, { displayId })`,
    );
  }
  display.update(figure);
}

/** Milliseconds without a newer figure after which the one that is there becomes interactive. */
const quiet = 400;
const displaySymbol = Symbol.for("Jupyter.display");

class LiveFigure implements FigureDisplay {
  readonly displayId: string;
  #newest: Figure | undefined;
  /** The figure that JupyterLab's plotly extension has drawn: it draws an output once, and ignores what follows in its own type. */
  #interactive: Figure | undefined;
  /** Milliseconds; the thread rests as long before it draws again, so that live figures leave the processor to training. */
  #lastTook = 0;
  #drawing: Promise<void> = Promise.resolve();
  /** A drawing that has not begun yet: it will take the newest figure. */
  #next: Promise<void> | undefined;
  /** Ends the wait for quiet. */
  #disturb = () => {};

  constructor(displayId: string) {
    this.displayId = displayId;
  }

  /** The figure's place on the page is taken at once, so that what the cell prints next comes below it. */
  show(figure: Figure): void {
    const kernel = kernelHandle();
    const place = kernel?.display(shownAs(quickBundle(figure)), { displayId: this.displayId });
    this.#interactive = figure;
    this.#drawing = Promise.resolve(place).then(() => {});
    this.update(figure);
  }

  update(figure: Figure): void {
    const kernel = kernelHandle();
    if (kernel === undefined) console.log(String(figure));
    else this.#draw(figure, kernel);
  }

  /** The promise of the last bundle is made here and now, in the run that asked for it: its cell ends when that is on the page. */
  #draw(figure: Figure, kernel: KernelHandle): void {
    this.#newest = figure;
    this.#disturb();
    if (this.#next !== undefined) return;
    const previous = this.#drawing;
    const bundle = async (): Promise<Partial<FigureBundle>> => {
      await previous.catch(() => {});
      await pause(this.#lastTook);
      this.#next = undefined;
      return this.#bundle(this.#newest!, kernel);
    };
    this.#next = Promise.resolve(kernel.update(this.displayId, { [displaySymbol]: bundle })).then(() => {});
    this.#drawing = this.#next;
  }

  /** What the place shows in the end; on the way there, and while newer figures come, a picture alone. */
  async #bundle(figure: Figure, kernel: KernelHandle): Promise<Partial<FigureBundle>> {
    const started = performance.now();
    const full = await bundleOf(figure);
    this.#lastTook = performance.now() - started;
    if (figure === this.#interactive) return full;
    const { "application/vnd.plotly.v1+json": _, ...still } = full;
    this.#interactive = undefined;
    if (this.#newest !== figure) return still;
    await kernel.update(this.displayId, shownAs(still));
    await this.#untilQuiet();
    if (this.#newest !== figure) return still;
    this.#interactive = figure;
    await kernel.update(this.displayId, shownAs(quickBundle(figure)));
    return full;
  }

  #untilQuiet(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, quiet);
      this.#disturb = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async settled(): Promise<void> {
    await this.#drawing;
  }
}

function bundleOf(figure: Figure): Promise<FigureBundle> {
  return (figure as unknown as Record<symbol, () => Promise<FigureBundle>>)[displaySymbol]!();
}

/** A value that is shown as the bundle. */
function shownAs(bundle: Partial<FigureBundle>): object {
  return { [displaySymbol]: () => bundle };
}

import { setTimeout as pause } from "node:timers/promises";
import { type KernelHandle, kernelHandle } from "../notebook/handle.ts";
import { type Figure, type FigureBundle, quickBundle } from "./figure.ts";
import { warmRenderer } from "./renderer.ts";

// In a notebook a figure will come; a script that only imports the library pays nothing.
if (kernelHandle() !== undefined) warmRenderer();

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

const displaySymbol = Symbol.for("Jupyter.display");

class LiveFigure implements FigureDisplay {
  readonly displayId: string;
  #newest: Figure | undefined;
  /** Milliseconds; the thread rests as long before it draws again, so that live figures leave the processor to training. */
  #lastTook = 0;
  #drawing: Promise<void> = Promise.resolve();
  /** A drawing that has not begun yet: it will take the newest figure. */
  #next: Promise<void> | undefined;

  constructor(displayId: string) {
    this.displayId = displayId;
  }

  /** The figure's place on the page is taken at once, so that what the cell prints next comes below it. */
  show(figure: Figure): void {
    const kernel = kernelHandle();
    const place = kernel?.display(
      { [displaySymbol]: () => quickBundle(figure) },
      { displayId: this.displayId },
    );
    this.#drawing = Promise.resolve(place).then(() => {});
    this.update(figure);
  }

  update(figure: Figure): void {
    const kernel = kernelHandle();
    if (kernel === undefined) console.log(String(figure));
    else this.#draw(figure, kernel);
  }

  #draw(figure: Figure, kernel: KernelHandle): void {
    this.#newest = figure;
    if (this.#next !== undefined) return;
    const previous = this.#drawing;
    const bundle = async (): Promise<FigureBundle> => {
      await previous.catch(() => {});
      await pause(this.#lastTook);
      this.#next = undefined;
      const newest = this.#newest!;
      this.#newest = undefined;
      const started = performance.now();
      const drawn = await (newest as unknown as Record<symbol, () => Promise<FigureBundle>>)[
        displaySymbol
      ]!();
      this.#lastTook = performance.now() - started;
      return drawn;
    };
    this.#next = Promise.resolve(kernel.update(this.displayId, { [displaySymbol]: bundle })).then(() => {});
    this.#drawing = this.#next;
  }

  async settled(): Promise<void> {
    await this.#drawing;
  }
}

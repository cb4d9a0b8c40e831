import { randomUUID } from "node:crypto";
import type { KernelHandle } from "../notebook/handle.ts";
import type { LineStyle, Screen } from "./screen.ts";

/** The shortest time between two pictures, in milliseconds. */
const interval = 100;
/** How many characters a millisecond carries at most, so that a run of thousands of epochs does not flood the browser. */
const charactersPerMs = 200;

/**
 * One output of a notebook's cell, which changes in place (`update_display_data`), so that the saved notebook holds the last form
 * alone. It is plain text: escape sequences of colours would show as such on GitHub and in Markdown.
 */
export class NotebookScreen implements Screen {
  /** A notebook's page beside JupyterLab's file browser, in a window of 1280 pixels. */
  readonly style: LineStyle = { colour: false, columns: 106 };
  readonly #kernel: KernelHandle;
  readonly #displayId = `toile-progress-${randomUUID()}`;
  #finished = "";
  #changing = "";
  #isShown = false;
  #due = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(kernel: KernelHandle) {
    this.#kernel = kernel;
  }

  rewrite(line: () => string): void {
    if (performance.now() < this.#due) return;
    this.#changing = line();
    this.#send();
  }

  finish(line: string): void {
    this.#changing = "";
    this.print(line);
  }

  print(line: string): void {
    this.#finished += `${line}\n`;
    const wait = this.#due - performance.now();
    if (wait <= 0) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), wait);
  }

  async close(): Promise<void> {
    if (this.#timer !== undefined) this.#send();
    await this.#sending;
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = (this.#finished + this.#changing).trimEnd();
    const bundle = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text }) };
    const sent = this.#isShown
      ? this.#kernel.update(this.#displayId, bundle)
      : this.#kernel.display(bundle, { displayId: this.#displayId });
    this.#isShown = true;
    this.#due = performance.now() + Math.max(interval, text.length / charactersPerMs);
    this.#sending = Promise.all([this.#sending, sent]);
    this.#sending.catch(() => {}); // thrown by close()
  }
}

import { briefLine, type EpochState, epochLine } from "../progress/epochLine.ts";
import { openScreen, type Screen } from "../progress/screen.ts";
import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";
import { printTo } from "./print.ts";

type Moment = Pick<EpochState, "done" | "logs" | "seconds">;

/** See {@link progressBar}. */
export class ProgressBar extends Callback {
  #inFit = false;
  #screen: Screen | undefined;
  #steps: number | undefined;
  #started = 0;
  /** The running line's state; undefined between epochs. */
  #state: Moment | undefined;

  override watchesBatches(): boolean {
    return false; // Training tells it of its progress between slices: see `showProgress`.
  }

  /** Shows how far the work is: batches done, and the means so far. Training calls it some 20 times a second. */
  showProgress(done: number, logs: Logs): void {
    if (this.#state === undefined) return;
    const state = this.#at(done, logs);
    this.#state = state;
    if (this.#verbose === 1) this.#screen?.rewrite(() => this.#line(state, false));
  }

  override onTrainBegin(): void {
    this.#inFit = true;
    this.#open();
  }

  override onEpochBegin(epoch: number): void {
    const { epochs = 1 } = this.params ?? {};
    if (epochs > 1) this.#screen?.print(`Epoch ${epoch + 1}/${epochs}`);
    this.#begin();
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#end(logs);
  }

  override async onTrainEnd(): Promise<void> {
    this.#inFit = false;
    await this.#close();
  }

  override onTestBegin(): void {
    if (!this.#inFit) this.#open().#begin();
  }

  override async onTestEnd(logs: Logs): Promise<void> {
    if (!this.#inFit) await this.#end(logs).#close();
  }

  override onPredictBegin(): void {
    this.#open().#begin();
  }

  override async onPredictEnd(): Promise<void> {
    await this.#end({}).#close();
  }

  /** Leaves the line as it stands. */
  override async onException(): Promise<void> {
    this.#inFit = false;
    if (this.#state !== undefined && this.#verbose === 1) {
      this.#screen?.finish(this.#line(this.#state, false));
    }
    await this.#close();
  }

  get #verbose(): number {
    return this.params?.verbose || 1;
  }

  #open(): this {
    this.#steps = this.params?.steps ?? undefined;
    this.#screen = openScreen();
    printTo(this.#screen, this.model);
    return this;
  }

  #begin(): void {
    this.#started = performance.now();
    this.#state = this.#at(0, {});
  }

  #end(logs: Logs): this {
    this.#steps ??= this.#state?.done ?? 0;
    this.#screen?.finish(this.#line(this.#at(this.#steps, logs), true));
    this.#state = undefined;
    return this;
  }

  async #close(): Promise<void> {
    const screen = this.#screen;
    this.#screen = undefined;
    this.#state = undefined;
    printTo(undefined, this.model);
    await screen?.close();
  }

  #at(done: number, logs: Logs): Moment {
    return { done, logs, seconds: (performance.now() - this.#started) / 1000 };
  }

  #line(state: Moment, isFinal: boolean): string {
    if (this.#verbose === 2) return briefLine(state);
    return epochLine({ ...state, steps: this.#steps, isFinal }, this.#screen!.style);
  }
}

/**
 * The progress bar that `fit`, `evaluate` and `predict` show by themselves: `keras.callbacks.ProgbarLogger`. On a terminal and in
 * a notebook the line is alive, and the saved notebook holds its last form; elsewhere each epoch prints one plain line.
 *
 * @example await model.fit(x, y, { verbose: 0, callbacks: [callbacks.progressBar()] });
 */
export function progressBar(): ProgressBar {
  return new ProgressBar();
}

import { kernelHandle } from "../notebook/handle.ts";
import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";
import { ProgressLine } from "./progressLine.ts";

/** See {@link progressBar}. */
export class ProgressBar extends Callback {
  #inFit = false;
  #line: ProgressLine | undefined;
  #steps: number | undefined;
  #done = 0;

  override watchesBatches(): boolean {
    return false; // Training tells it of its progress between slices: see `showProgress`.
  }

  /** Shows how far the work is: `steps` batches done, and the means so far. Training calls it some 20 times a second. */
  showProgress(done: number, logs: Logs): void {
    this.#done = done;
    this.#line?.update(done, logs);
  }

  override onTrainBegin(): void {
    this.#inFit = true;
  }

  override onEpochBegin(epoch: number): void {
    const { epochs = 1, verbose = 1 } = this.params ?? {};
    if (verbose !== 0 && epochs > 1) process.stdout.write(`Epoch ${epoch + 1}/${epochs}\n`);
    this.#begin();
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#end(logs);
  }

  override onTrainEnd(): void {
    this.#inFit = false;
  }

  override onTestBegin(): void {
    if (!this.#inFit) this.#begin();
  }

  override onTestEnd(logs: Logs): void {
    if (!this.#inFit) this.#end(logs);
  }

  override onPredictBegin(): void {
    this.#begin();
  }

  override onPredictEnd(): void {
    this.#end({});
  }

  #begin(): void {
    this.#done = 0;
    this.#steps ??= this.params?.steps ?? undefined;
    this.#line = new ProgressLine({
      steps: this.#steps,
      verbose: this.params?.verbose ?? 1,
      isLive: process.stdout.isTTY === true || kernelHandle() !== undefined,
    });
  }

  #end(logs: Logs): void {
    this.#steps ??= this.#done;
    this.#line?.end(this.#steps, logs);
    this.#line = undefined;
  }
}

/**
 * The progress bar that `fit`, `evaluate` and `predict` show by themselves: `keras.callbacks.ProgbarLogger`. On a terminal and in
 * a notebook the line is alive; elsewhere each epoch prints one plain line.
 *
 * @example await model.fit(x, y, { verbose: 0, callbacks: [callbacks.progressBar()] });
 */
export function progressBar(): ProgressBar {
  return new ProgressBar();
}

import type { BatchLoop } from "./batchLoop.ts";
import type { Logs } from "./history.ts";
import type { DoneBatches } from "./trainee.ts";

/** Where an epoch's batches come from, together with the step that runs them. */
export interface Feed {
  /** How many batches an epoch has, where that is known. */
  readonly steps: number | undefined;
  /** Runs the batches of one epoch, those apart that are done; gives its losses and metrics. */
  run(loop: BatchLoop, passed?: DoneBatches): Promise<Logs>;
  /** Frees what the feed holds. */
  dispose(): Promise<void> | void;
}

/** Says that the data ended before the epoch did, as Keras does. */
export function warnOfEnd(steps: number, done: number): void {
  console.warn(
    `the data ended after ${done} of ${steps} steps, and with it the epoch: give data for steps x epochs batches, ` +
      "or leave the number of steps out",
  );
}

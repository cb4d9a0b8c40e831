import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";
import { print } from "./print.ts";

/** The options of {@link terminateOnNaN}. */
export interface TerminateOnNaNOptions {
  /** Whether to throw, so that no callback's `onTrainEnd` runs, instead of ending training quietly. Default false. */
  raiseError?: boolean;
}

/** See {@link terminateOnNaN}. */
export class TerminateOnNaN extends Callback {
  readonly raiseError: boolean;

  constructor(options: TerminateOnNaNOptions = {}) {
    super();
    checkOptions("terminateOnNaN", options, { raiseError: 1 });
    this.raiseError = options.raiseError ?? false;
  }

  /** @throws Error with `raiseError`, when the loss is no finite number */
  override onBatchEnd(batch: number, { loss }: Logs): void {
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.raiseError) {
      throw new Error(
        `NaN or Inf loss encountered at batch ${batch}. Loss value: ${loss}. Terminating training immediately.`,
      );
    }
    print(this, `Batch ${batch}: Invalid loss, terminating training`);
    this.model.stopTraining = true;
  }
}

/**
 * Ends training when the loss becomes NaN or infinite: `keras.callbacks.TerminateOnNaN`.
 *
 * @example callbacks.terminateOnNaN();
 */
export function terminateOnNaN(options: TerminateOnNaNOptions = {}): TerminateOnNaN {
  return new TerminateOnNaN(options);
}

import { type StaircaseOptions, StaircaseSchedule } from "./staircase.ts";

/** The options of {@link exponentialDecay}. */
export interface ExponentialDecayOptions extends StaircaseOptions {
  /** Over how many steps it shrinks by `decayRate`. */
  decaySteps: number;
  /** The factor. */
  decayRate: number;
}

/** See {@link exponentialDecay}. */
export class ExponentialDecay extends StaircaseSchedule {
  readonly className = "ExponentialDecay";

  override at(step: number): number {
    const { initialLearningRate, decayRate } = this.options;
    return initialLearningRate * decayRate ** this.progress(step);
  }
}

/**
 * Multiplies the step size by `decayRate` every `decaySteps` steps: `initial * decayRate ** (step / decaySteps)`,
 * `keras.optimizers.schedules.ExponentialDecay`.
 *
 * @example sgd({ learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.9 }) });
 */
export function exponentialDecay(options: ExponentialDecayOptions): ExponentialDecay {
  return new ExponentialDecay(options);
}

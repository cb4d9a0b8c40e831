import { type StaircaseOptions, StaircaseSchedule } from "./staircase.ts";

/** The options of {@link inverseTimeDecay}. */
export type InverseTimeDecayOptions = StaircaseOptions;

/** See {@link inverseTimeDecay}. */
export class InverseTimeDecay extends StaircaseSchedule {
  readonly className = "InverseTimeDecay";

  override at(step: number): number {
    const { initialLearningRate, decayRate } = this.options;
    return initialLearningRate / (1 + decayRate * this.progress(step));
  }
}

/**
 * Divides the step size by `1 + decayRate * step / decaySteps`: `keras.optimizers.schedules.InverseTimeDecay`.
 *
 * @example sgd({ learningRate: inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.01 }) });
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): InverseTimeDecay {
  return new InverseTimeDecay(options);
}

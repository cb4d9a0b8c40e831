import { checkSteps, LearningRateSchedule } from "./schedule.ts";

/** The options of {@link exponentialDecay}. */
export interface ExponentialDecayOptions {
  /** The step size before the first step. */
  initialLearningRate: number;
  /** Over how many steps it shrinks by `decayRate`. */
  decaySteps: number;
  /** The factor. */
  decayRate: number;
  /** Whether it changes only at every `decaySteps`-th step. Default false. */
  staircase?: boolean;
}

/** See {@link exponentialDecay}. */
export class ExponentialDecay extends LearningRateSchedule {
  readonly className = "ExponentialDecay";
  readonly options: Required<ExponentialDecayOptions>;

  constructor(options: ExponentialDecayOptions) {
    super();
    checkSteps("decaySteps", options.decaySteps);
    this.options = { staircase: false, ...options };
  }

  override at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.options;
    const progress = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(progress) : progress);
  }

  override settings() {
    return { ...this.options };
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

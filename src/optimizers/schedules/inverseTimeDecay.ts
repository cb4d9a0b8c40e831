import { checkSteps, LearningRateSchedule } from "./schedule.ts";

/** The options of {@link inverseTimeDecay}. */
export interface InverseTimeDecayOptions {
  /** The step size before the first step. */
  initialLearningRate: number;
  /** How many steps count as one. */
  decaySteps: number;
  /** How fast it shrinks. */
  decayRate: number;
  /** Whether it changes only at every `decaySteps`-th step. Default false. */
  staircase?: boolean;
}

/** See {@link inverseTimeDecay}. */
export class InverseTimeDecay extends LearningRateSchedule {
  readonly className = "InverseTimeDecay";
  readonly options: Required<InverseTimeDecayOptions>;

  constructor(options: InverseTimeDecayOptions) {
    super();
    checkSteps("decaySteps", options.decaySteps);
    this.options = { staircase: false, ...options };
  }

  override at(step: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.options;
    const progress = step / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(progress) : progress));
  }

  override settings() {
    return { ...this.options };
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

import { checkSteps, LearningRateSchedule } from "./schedule.ts";

/** The options of {@link polynomialDecay}. */
export interface PolynomialDecayOptions {
  /** The step size before the first step. */
  initialLearningRate: number;
  /** After how many steps `endLearningRate` is reached. */
  decaySteps: number;
  /** The last step size. Default 0.0001. */
  endLearningRate?: number;
  /** The power. Default 1. */
  power?: number;
  /** Whether it starts again, longer each time, once the end is reached. Default false. */
  cycle?: boolean;
}

/** See {@link polynomialDecay}. */
export class PolynomialDecay extends LearningRateSchedule {
  readonly className = "PolynomialDecay";
  readonly options: Required<PolynomialDecayOptions>;

  constructor(options: PolynomialDecayOptions) {
    super();
    checkSteps("decaySteps", options.decaySteps);
    this.options = { endLearningRate: 0.0001, power: 1, cycle: false, ...options };
  }

  override at(step: number): number {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this.options;
    const steps = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
    const left = 1 - Math.min(step, steps) / steps;
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  }

  override settings() {
    return { ...this.options };
  }
}

/**
 * Lets the step size fall along a power of the remaining steps, a straight line for power 1:
 * `keras.optimizers.schedules.PolynomialDecay`.
 *
 * @example sgd({ learningRate: polynomialDecay({ initialLearningRate: 0.1, decaySteps: 5000 }) });
 */
export function polynomialDecay(options: PolynomialDecayOptions): PolynomialDecay {
  return new PolynomialDecay(options);
}

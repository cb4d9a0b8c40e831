import { checkSteps, LearningRateSchedule } from "./schedule.ts";

/** The options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** The step size before the first step. */
  initialLearningRate: number;
  /** Over how many steps it falls. */
  decaySteps: number;
  /** The share of the highest step size that remains. Default 0. */
  alpha?: number;
  /** The step size that the rise leads to. Default: no rise. */
  warmupTarget?: number | null;
  /** Over how many steps it rises. Default 0. */
  warmupSteps?: number;
}

/** See {@link cosineDecay}. */
export class CosineDecay extends LearningRateSchedule {
  readonly className = "CosineDecay";
  readonly options: Required<CosineDecayOptions>;

  constructor(options: CosineDecayOptions) {
    super();
    checkSteps("decaySteps", options.decaySteps);
    this.options = { alpha: 0, warmupTarget: null, warmupSteps: 0, ...options };
  }

  override at(step: number): number {
    const { initialLearningRate, decaySteps, warmupTarget, warmupSteps } = this.options;
    if (warmupTarget === null) return this.#fall(Math.min(step, decaySteps), initialLearningRate);
    if (step < warmupSteps) {
      return (warmupTarget - initialLearningRate) * (step / warmupSteps) + initialLearningRate;
    }
    return this.#fall(Math.min(step, decaySteps + warmupSteps) - warmupSteps, warmupTarget);
  }

  #fall(step: number, from: number): number {
    const { alpha, decaySteps } = this.options;
    return from * ((1 - alpha) * 0.5 * (1 + Math.cos((Math.PI * step) / decaySteps)) + alpha);
  }

  override settings() {
    return { ...this.options };
  }
}

/**
 * Lets the step size fall along half a cosine, after a straight rise where `warmupTarget` is given (Loshchilov and Hutter, 2016):
 * `keras.optimizers.schedules.CosineDecay`.
 *
 * @example adam({ learningRate: cosineDecay({ initialLearningRate: 1e-3, decaySteps: 10_000 }) });
 */
export function cosineDecay(options: CosineDecayOptions): CosineDecay {
  return new CosineDecay(options);
}

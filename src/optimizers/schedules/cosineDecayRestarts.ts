import { checkSteps, LearningRateSchedule } from "./schedule.ts";

/** The options of {@link cosineDecayRestarts}. */
export interface CosineDecayRestartsOptions {
  /** The step size before the first step. */
  initialLearningRate: number;
  /** How many steps the first fall takes. */
  firstDecaySteps: number;
  /** How much longer each fall is than the one before. Default 2. */
  tMul?: number;
  /** How much higher each fall starts than the one before. Default 1. */
  mMul?: number;
  /** The share of the highest step size that remains. Default 0. */
  alpha?: number;
}

/** See {@link cosineDecayRestarts}. */
export class CosineDecayRestarts extends LearningRateSchedule {
  readonly className = "CosineDecayRestarts";
  readonly options: Required<CosineDecayRestartsOptions>;

  constructor(options: CosineDecayRestartsOptions) {
    super();
    checkSteps("firstDecaySteps", options.firstDecaySteps);
    this.options = { tMul: 2, mMul: 1, alpha: 0, ...options };
  }

  override at(step: number): number {
    const { initialLearningRate, firstDecaySteps, tMul, mMul, alpha } = this.options;
    const done = step / firstDecaySteps;
    const restarts = Math.floor(tMul === 1 ? done : Math.log(1 - done * (1 - tMul)) / Math.log(tMul));
    const begun = tMul === 1 ? restarts : (1 - tMul ** restarts) / (1 - tMul);
    const progress = (done - begun) / tMul ** restarts;
    const cosine = 0.5 * mMul ** restarts * (1 + Math.cos(Math.PI * progress));
    return initialLearningRate * ((1 - alpha) * cosine + alpha);
  }

  override settings() {
    return { ...this.options };
  }
}

/**
 * Lets the step size fall along half a cosine again and again (Loshchilov and Hutter, 2016):
 * `keras.optimizers.schedules.CosineDecayRestarts`.
 *
 * @example sgd({ learningRate: cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 1000 }) });
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): CosineDecayRestarts {
  return new CosineDecayRestarts(options);
}

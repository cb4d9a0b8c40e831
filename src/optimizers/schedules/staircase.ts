import { checkSteps, LearningRateSchedule } from "./schedule.ts";

/** The options that schedules with an optional staircase share. */
export interface StaircaseOptions {
  /** The step size before the first step. */
  initialLearningRate: number;
  /** How many steps count as one. */
  decaySteps: number;
  /** How fast it shrinks. */
  decayRate: number;
  /** Whether it changes only at every `decaySteps`-th step. Default false. */
  staircase?: boolean;
}

/** A schedule that goes on by steps of `decaySteps`, or only at each of them. */
export abstract class StaircaseSchedule extends LearningRateSchedule {
  readonly options: Required<StaircaseOptions>;

  constructor(options: StaircaseOptions) {
    super();
    checkSteps("decaySteps", options.decaySteps);
    this.options = { staircase: false, ...options };
  }

  override settings() {
    return { ...this.options };
  }

  /** How many times `decaySteps` has passed. */
  protected progress(step: number): number {
    const { decaySteps, staircase } = this.options;
    const progress = step / decaySteps;
    return staircase ? Math.floor(progress) : progress;
  }
}

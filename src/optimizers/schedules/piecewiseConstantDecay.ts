import { LearningRateSchedule } from "./schedule.ts";

/** The options of {@link piecewiseConstantDecay}. */
export interface PiecewiseConstantDecayOptions {
  /** The steps at which the step size changes, ascending. */
  boundaries: readonly number[];
  /** The step sizes: one more than there are boundaries. */
  values: readonly number[];
}

/** See {@link piecewiseConstantDecay}. */
export class PiecewiseConstantDecay extends LearningRateSchedule {
  readonly className = "PiecewiseConstantDecay";
  readonly options: PiecewiseConstantDecayOptions;

  constructor(options: PiecewiseConstantDecayOptions) {
    super();
    const { boundaries, values } = options;
    if (values.length !== boundaries.length + 1) {
      throw new RangeError(
        `values are one more than boundaries, got ${values.length} values and ${boundaries.length} boundaries`,
      );
    }
    this.options = options;
  }

  override at(step: number): number {
    const { boundaries, values } = this.options;
    const reached = boundaries.findIndex((boundary) => step <= boundary);
    return reached === -1 ? values.at(-1)! : values[reached]!;
  }

  override settings() {
    return { boundaries: [...this.options.boundaries], values: [...this.options.values] };
  }
}

/**
 * Changes the step size at given steps: `keras.optimizers.schedules.PiecewiseConstantDecay`. A value holds up to and including
 * its boundary.
 *
 * @throws RangeError unless there is one value more than boundaries
 * @example sgd({ learningRate: piecewiseConstantDecay({ boundaries: [1000, 2000], values: [0.1, 0.01, 0.001] }) });
 */
export function piecewiseConstantDecay(options: PiecewiseConstantDecayOptions): PiecewiseConstantDecay {
  return new PiecewiseConstantDecay(options);
}

import type { LearningRateSchedule } from "./schedules/schedule.ts";

/** What every optimizer takes, by Keras's names and with Keras's defaults. */
export interface OptimizerOptions {
  /** The step size, or a schedule that gives it for each step. */
  learningRate?: number | LearningRateSchedule;
  /** The share of each weight, times the step size, that is taken away before a step. Default: none. */
  weightDecay?: number;
  /** Each weight's gradient is scaled down to at most this length. Default: not. */
  clipnorm?: number;
  /** Each number of a gradient is kept between minus this and this. Default: not. */
  clipvalue?: number;
  /** All gradients together are scaled down to at most this length. Default: not. */
  globalClipnorm?: number;
  /** Whether a running mean of the weights is kept, which replaces them when training ends. Default false. */
  useEma?: boolean;
  /** The share of that running mean that is kept at each step. Default 0.99. */
  emaMomentum?: number;
  /** After how many steps the running mean replaces the weights, again and again. Default: at the end only. */
  emaOverwriteFrequency?: number;
  /** Of how many batches the gradients' mean makes one step, 2 or more: a larger batch without its memory. Default: every batch steps. */
  gradientAccumulationSteps?: number;
}

/** {@link OptimizerOptions} as they were given, without the learning rate. */
export type CommonSettings = Omit<OptimizerOptions, "learningRate">;

/** The options themselves. @throws TypeError unless they are an object: a cell that nobody has type-checked may pass a number */
export function asOptions<T>(options: T): T {
  if (typeof options === "object" && options !== null) return options;
  throw new TypeError(
    `an optimizer takes its options as an object such as { learningRate: 0.1 }, got ${String(options)}`,
  );
}

/** @throws RangeError that names the option and the value that cannot be */
export function checkCommon(options: CommonSettings): void {
  const { clipnorm, clipvalue, globalClipnorm, emaMomentum = 0.99, emaOverwriteFrequency = 1 } = options;
  const { gradientAccumulationSteps: batches = 2 } = options;
  if (!Number.isInteger(batches) || batches < 2) {
    throw new RangeError(
      `gradientAccumulationSteps is a whole number of batches, at least 2, got ${batches}`,
    );
  }
  const clips = Object.entries({ clipnorm, clipvalue, globalClipnorm }).filter(
    ([, value]) => value !== undefined,
  );
  if (clips.length > 1) {
    const given = clips.map(([name, value]) => `${name} ${value}`).join(" and ");
    throw new RangeError(`an optimizer clips gradients in one way, got ${given}`);
  }
  inRange("emaMomentum", emaMomentum, 0, 1);
  if (!Number.isInteger(emaOverwriteFrequency) || emaOverwriteFrequency < 1) {
    throw new RangeError(`emaOverwriteFrequency is a whole number of steps, got ${emaOverwriteFrequency}`);
  }
}

/** @throws RangeError unless the value lies in the range, both ends included */
export function inRange(name: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  const range = high === Number.POSITIVE_INFINITY ? `must be ${low} or more` : `lies from ${low} to ${high}`;
  throw new RangeError(`${name} ${range}, got ${value}`);
}

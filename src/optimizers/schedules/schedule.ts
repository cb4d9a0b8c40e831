import { type KerasObject, toKerasKey } from "../config.ts";

/** Where Keras's default `name` is not the class's own. */
const configNames: Record<string, string> = {
  PiecewiseConstantDecay: "PiecewiseConstant",
  CosineDecayRestarts: "SGDRDecay",
};

/**
 * A step size for each step: `keras.optimizers.schedules.LearningRateSchedule`. Give one to an optimizer as its `learningRate`, or
 * extend this class for a rule of your own.
 *
 * @example
 * class Halving extends LearningRateSchedule {
 *   readonly className = "Halving";
 *   at(step: number) { return 0.1 / 2 ** Math.floor(step / 1000); }
 *   settings() { return {}; }
 * }
 */
export abstract class LearningRateSchedule {
  /** Keras's class, e.g. `ExponentialDecay`. */
  abstract readonly className: string;

  /** The step size after the given number of steps (0 before the first). */
  abstract at(step: number): number;

  /** The options that it was made with. */
  abstract settings(): Record<string, number | boolean | null | number[]>;

  /** Class and settings in Keras's spelling. */
  getConfig(): KerasObject {
    const settings = Object.entries(this.settings()).map(([key, value]) => [toKerasKey(key), value]);
    return {
      module: "keras.optimizers.schedules",
      class_name: this.className,
      config: { ...Object.fromEntries(settings), name: configNames[this.className] ?? this.className },
      registered_name: null,
    };
  }
}

/** @throws RangeError unless the number of steps is positive */
export function checkSteps(name: string, steps: number): void {
  if (!(steps > 0)) throw new RangeError(`${name} must be more than 0, got ${steps}`);
}

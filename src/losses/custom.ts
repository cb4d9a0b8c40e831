import { tf } from "../tensorflow.ts";
import { onePerSample } from "./define.ts";
import type { Loss, LossFunction } from "./loss.ts";

/** A loss from a function of targets and predictions, as Keras wraps one. */
export function customLoss(formula: LossFunction): Loss {
  return {
    name: formula.name || "loss",
    prepareTarget: (target, outputShape) =>
      target.rank === outputShape.length - 1 && outputShape.at(-1) === 1 ? tf.expandDims(target, -1) : target,
    perSample({ target, output }) {
      const values = formula(tf.cast(target, "float32"), output) as unknown;
      if (!(values instanceof tf.Tensor)) {
        throw new TypeError(
          `the loss ${formula.name || "function"} must return a tensor, got ${String(values)}`,
        );
      }
      return onePerSample(values, undefined);
    },
  };
}

import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { logProbabilities, meanPerSample } from "./probabilities.ts";
import { sameShape } from "./sameShape.ts";

/**
 * Cross-entropy between target probabilities (one-hot rows) and predicted ones: `-sum(target * log p)`, by the formula of
 * Keras 3's `keras.losses.CategoricalCrossentropy`.
 */
export const categoricalCrossentropy: Loss = {
  name: "categorical_crossentropy",
  prepareTarget: (target, outputShape) =>
    sameShape(
      "categorical_crossentropy",
      target,
      outputShape,
      "; class labels need sparse_categorical_crossentropy",
    ),
  perSample: (input) =>
    meanPerSample(tf.neg(tf.sum(tf.mul(tf.cast(input.target, "float32"), logProbabilities(input)), -1))),
};

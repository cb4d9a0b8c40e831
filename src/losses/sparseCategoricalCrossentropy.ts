import { formatShape } from "../array/shape.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { logProbabilities, meanPerSample } from "./probabilities.ts";

/**
 * Cross-entropy between integer class labels and predicted probabilities: `-log p[label]`, by the formula of Keras 3's
 * `keras.losses.SparseCategoricalCrossentropy`.
 *
 * Targets are labels from 0 to classes - 1, of shape [samples] or [samples, 1]; outputs have shape [samples, classes].
 */
export const sparseCategoricalCrossentropy: Loss = {
  name: "sparse_categorical_crossentropy",
  prepareTarget(target, outputShape) {
    const classes = outputShape.at(-1) ?? 0;
    const labels = tf.cast(dropLastAxis(target, outputShape.length), "int32");
    const [low, high] = tf.tidy(() => [tf.min(labels).dataSync()[0]!, tf.max(labels).dataSync()[0]!]);
    if (low! < 0 || high! >= classes) {
      throw new RangeError(
        `the targets hold class ${low! < 0 ? low : high}, but the model's output ${formatShape(outputShape)} has the classes ` +
          `0 to ${classes - 1}; give the last layer one unit for each class`,
      );
    }
    return labels;
  },
  perSample(input) {
    const classes = input.output.shape.at(-1)!;
    const chosen = tf.oneHot(tf.cast(input.target, "int32"), classes);
    return meanPerSample(tf.neg(tf.sum(tf.mul(chosen, logProbabilities(input)), -1)));
  },
};

function dropLastAxis(target: Tensor, outputRank: number): Tensor {
  if (target.rank === outputRank && target.shape.at(-1) === 1) return tf.squeeze(target, [-1]);
  if (target.rank === outputRank - 1) return target;
  throw new RangeError(
    `sparse_categorical_crossentropy needs one class label a sample, got targets of shape ${formatShape(target.shape)}; ` +
      "one-hot targets need categorical_crossentropy",
  );
}

import { formatShape } from "../array/shape.ts";
import { sparseSoftmaxCrossEntropy } from "../graph/ops/sparseSoftmaxCrossEntropy.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossOptions } from "./loss.ts";
import { clip, logitsOf } from "./probabilities.ts";

/** The options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCategoricalCrossentropyOptions extends LossOptions {
  /** Whether the model's output are logits, without softmax. Default false. */
  fromLogits?: boolean;
  /** A label that does not count, e.g. 0 for padding. Default: all count. */
  ignoreClass?: number;
}

/**
 * Cross-entropy between integer class labels and predicted probabilities: `-log p[label]`,
 * `keras.losses.SparseCategoricalCrossentropy`.
 *
 * Targets are labels from 0 to classes - 1, of shape [samples] or [samples, 1]; outputs have shape [samples, classes].
 *
 * @example model.compile({ loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }) });
 */
export const sparseCategoricalCrossentropy = defineLoss<SparseCategoricalCrossentropyOptions>({
  name: "sparse_categorical_crossentropy",
  prepareTarget(target, outputShape, { ignoreClass }) {
    const labels = classLabels(target, outputShape);
    checkLabels(labels, outputShape, ignoreClass);
    return labels;
  },
  values(input, options) {
    const logits = logitsOf(input, options) ?? tf.log(clip(input.output));
    const { ignoreClass } = options;
    const labels = classLabels(input.target, input.output.shape);
    const counts = ignoreClass === undefined ? undefined : tf.notEqual(labels, ignoreClass);
    const chosen = counts ? tf.where(counts, labels, tf.zerosLike(labels)) : labels;
    const rows = tf.reshape(logits, [-1, logits.shape.at(-1)!]);
    const values = tf.reshape(sparseSoftmaxCrossEntropy(tf.reshape(chosen, [-1]), rows), labels.shape);
    return counts ? onlyCounting(values, counts) : values;
  },
});

/** Zeroes what does not count, and scales the rest so that the mean is theirs alone. */
function onlyCounting(values: Tensor, counts: Tensor): Tensor {
  const mask = tf.cast(counts, "float32");
  return tf.mul(values, tf.mul(mask, tf.divNoNan(values.size, tf.sum(mask))));
}

/** @throws RangeError for a label that has no output */
export function checkLabels(
  labels: Tensor,
  outputShape: readonly (number | null)[],
  ignore: number | undefined,
): void {
  const classes = outputShape.at(-1) ?? 0;
  const [low, high] = tf.tidy(() => {
    const counting =
      ignore === undefined ? labels : tf.where(tf.equal(labels, ignore), tf.zerosLike(labels), labels);
    return [tf.min(counting).dataSync()[0]!, tf.max(counting).dataSync()[0]!];
  }) as unknown as [number, number];
  if (low >= 0 && high < classes) return;
  throw new RangeError(
    `the targets hold class ${low < 0 ? low : high}, but the model's output ${formatShape(outputShape)} has the classes ` +
      `0 to ${classes - 1}; give the last layer one unit for each class`,
  );
}

/** Class labels as whole numbers, without a last axis of length 1. @throws RangeError for targets of another shape */
export function classLabels(target: Tensor, outputShape: readonly (number | null)[]): Tensor {
  return tf.cast(dropLastAxis(target, outputShape.length), "int32");
}

function dropLastAxis(target: Tensor, outputRank: number): Tensor {
  if (target.rank === outputRank && target.shape.at(-1) === 1) return tf.squeeze(target, [-1]);
  if (target.rank === outputRank - 1) return target;
  throw new RangeError(
    `sparse_categorical_crossentropy needs one class label a sample, got targets of shape ${formatShape(target.shape)}; ` +
      "one-hot targets need categorical_crossentropy",
  );
}

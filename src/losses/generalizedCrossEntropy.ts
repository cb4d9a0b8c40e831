import { tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossOptions } from "./loss.ts";
import { checkLabels, classLabels } from "./sparseCategoricalCrossentropy.ts";

/** The options of {@link categoricalGeneralizedCrossEntropy}. */
export interface GeneralizedCrossEntropyOptions extends LossOptions {
  /** How little wrong labels count, between 0 (cross-entropy) and 1 (mean absolute error). Default 0.5. */
  q?: number;
}

/**
 * `(1 - p[label] ** q) / q`, a cross-entropy that wrong labels disturb less (Zhang and Sabuncu, 2018):
 * `keras.losses.CategoricalGeneralizedCrossEntropy`. Targets are labels, as for `sparseCategoricalCrossentropy`.
 *
 * @throws RangeError unless q lies between 0 and 1
 * @example model.compile({ loss: losses.categoricalGeneralizedCrossEntropy({ q: 0.7 }) });
 */
export const categoricalGeneralizedCrossEntropy = defineLoss<GeneralizedCrossEntropyOptions>({
  name: "categorical_generalized_cross_entropy",
  check({ q = 0.5 }) {
    if (!(q > 0 && q < 1)) throw new RangeError(`q lies between 0 and 1, got ${q}`);
  },
  prepareTarget(target, outputShape) {
    const labels = classLabels(target, outputShape);
    checkLabels(labels, outputShape, undefined);
    return labels;
  },
  values({ target, output }, { q = 0.5 }) {
    const labels = classLabels(target, output.shape);
    const probability = tf.sum(tf.mul(output, tf.oneHot(labels, output.shape.at(-1)!)), -1);
    return tf.div(tf.sub(1, tf.pow(probability, q)), q);
  },
});

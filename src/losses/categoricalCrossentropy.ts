import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import {
  asNumbers,
  checkSmoothing,
  clip,
  logProbabilities,
  normalised,
  type SmoothedOptions,
} from "./probabilities.ts";
import { sameShape } from "./sameShape.ts";

/**
 * Cross-entropy between target probabilities (one-hot rows) and predicted ones: `-sum(target * log p)`,
 * `keras.losses.CategoricalCrossentropy`.
 *
 * @example model.compile({ loss: losses.categoricalCrossentropy({ labelSmoothing: 0.1 }) });
 */
export const categoricalCrossentropy = defineLoss<SmoothedOptions>({
  name: "categorical_crossentropy",
  check: checkSmoothing,
  prepareTarget: (target, outputShape) => oneHotRows("categorical_crossentropy", target, outputShape),
  values: (input, options) =>
    tf.neg(tf.sum(tf.mul(smoothed(input.target, options), logProbabilities(input, options)), -1)),
});

/** The options of {@link categoricalFocalCrossentropy}. */
export interface CategoricalFocalOptions extends SmoothedOptions {
  /** The weight of every class. Default 0.25. */
  alpha?: number;
  /** How much samples that are already right count less. Default 2. */
  gamma?: number;
}

/**
 * Categorical cross-entropy in which samples that are already right count little (Lin et al., 2018):
 * `keras.losses.CategoricalFocalCrossentropy`.
 *
 * @example model.compile({ loss: losses.categoricalFocalCrossentropy({ alpha: 0.25 }) });
 */
export const categoricalFocalCrossentropy = defineLoss<CategoricalFocalOptions>({
  name: "categorical_focal_crossentropy",
  check: checkSmoothing,
  prepareTarget: (target, outputShape) => oneHotRows("categorical_focal_crossentropy", target, outputShape),
  values({ target, output }, options) {
    const { alpha = 0.25, gamma = 2, fromLogits = false } = options;
    const probabilities = clip(normalised(fromLogits ? tf.softmax(output) : output));
    const weight = tf.mul(tf.pow(tf.sub(1, probabilities), gamma), alpha);
    return tf.neg(tf.sum(tf.mul(weight, tf.mul(smoothed(target, options), tf.log(probabilities))), -1));
  },
});

function oneHotRows(name: string, target: Tensor, outputShape: readonly (number | null)[]): Tensor {
  return sameShape(name, target, outputShape, "; class labels need sparse_categorical_crossentropy");
}

function smoothed(target: Tensor, { labelSmoothing = 0 }: SmoothedOptions): Tensor {
  const numbers = asNumbers(target);
  if (labelSmoothing === 0) return numbers;
  return tf.add(tf.mul(numbers, 1 - labelSmoothing), labelSmoothing / target.shape.at(-1)!);
}

import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossInput } from "./loss.ts";
import { asNumbers, checkSmoothing, clip, logitsOf, type SmoothedOptions } from "./probabilities.ts";

/**
 * Cross-entropy between yes-or-no targets (0 or 1) and predicted probabilities: `keras.losses.BinaryCrossentropy`. Outputs are
 * usually one unit with a sigmoid.
 *
 * @example model.compile({ loss: losses.binaryCrossentropy({ fromLogits: true }) });
 */
export const binaryCrossentropy = defineLoss<SmoothedOptions>({
  name: "binary_crossentropy",
  check: checkSmoothing,
  values: (input, options) => tf.mean(elementwise(input, smoothed(input.target, options), options), -1),
});

/** The options of {@link binaryFocalCrossentropy}. */
export interface BinaryFocalOptions extends SmoothedOptions {
  /** Whether class 1 is weighted by alpha and class 0 by 1 - alpha. Default false. */
  applyClassBalancing?: boolean;
  /** The weight of class 1. Default 0.25. */
  alpha?: number;
  /** How much targets that are already right count less. Default 2. */
  gamma?: number;
}

/**
 * Binary cross-entropy in which targets that are already right count little (Lin et al., 2018):
 * `keras.losses.BinaryFocalCrossentropy`.
 *
 * @example model.compile({ loss: losses.binaryFocalCrossentropy({ gamma: 2 }) });
 */
export const binaryFocalCrossentropy = defineLoss<BinaryFocalOptions>({
  name: "binary_focal_crossentropy",
  check: checkSmoothing,
  values(input, options) {
    const { applyClassBalancing = false, alpha = 0.25, gamma = 2, fromLogits = false } = options;
    const target = smoothed(input.target, options);
    const output = fromLogits ? tf.sigmoid(input.output) : input.output;
    const right = tf.add(tf.mul(target, output), tf.mul(tf.sub(1, target), tf.sub(1, output)));
    const focal = tf.mul(tf.pow(tf.sub(1, right), gamma), elementwise(input, target, options));
    if (!applyClassBalancing) return tf.mean(focal, -1);
    const weight = tf.add(tf.mul(target, alpha), tf.mul(tf.sub(1, target), 1 - alpha));
    return tf.mean(tf.mul(weight, focal), -1);
  },
});

function elementwise(input: LossInput, target: Tensor, options: SmoothedOptions): Tensor {
  const logits = logitsOf(input, options);
  if (logits !== undefined) {
    // max(x, 0) - x z + log(1 + exp(-|x|)), which does not overflow.
    const linear = tf.sub(tf.relu(logits), tf.mul(logits, target));
    return tf.add(linear, tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
  }
  const yes = clip(input.output);
  const no = tf.sub(1, yes);
  return tf.neg(tf.add(tf.mul(target, tf.log(yes)), tf.mul(tf.sub(1, target), tf.log(no))));
}

function smoothed(target: Tensor, { labelSmoothing = 0 }: SmoothedOptions): Tensor {
  const numbers = asNumbers(target);
  return labelSmoothing === 0 ? numbers : tf.add(tf.mul(numbers, 1 - labelSmoothing), 0.5 * labelSmoothing);
}

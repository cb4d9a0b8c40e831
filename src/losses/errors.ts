import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossOptions } from "./loss.ts";
import { asNumbers, epsilon } from "./probabilities.ts";

/**
 * The mean of the squared differences: `keras.losses.MeanSquaredError`.
 *
 * @example model.compile({ loss: losses.meanSquaredError() });
 */
export const meanSquaredError = defineLoss<LossOptions>({
  name: "mean_squared_error",
  values: ({ target, output }) => tf.mean(tf.squaredDifference(output, asNumbers(target)), -1),
});

/**
 * The mean of the absolute differences: `keras.losses.MeanAbsoluteError`.
 *
 * @example model.compile({ loss: losses.meanAbsoluteError() });
 */
export const meanAbsoluteError = defineLoss<LossOptions>({
  name: "mean_absolute_error",
  values: ({ target, output }) => tf.mean(tf.abs(tf.sub(asNumbers(target), output)), -1),
});

/**
 * The mean of the absolute differences in percent of the targets: `keras.losses.MeanAbsolutePercentageError`.
 *
 * @example model.compile({ loss: losses.meanAbsolutePercentageError() });
 */
export const meanAbsolutePercentageError = defineLoss<LossOptions>({
  name: "mean_absolute_percentage_error",
  values({ target, output }) {
    const numbers = asNumbers(target);
    const share = tf.abs(tf.div(tf.sub(numbers, output), tf.maximum(tf.abs(numbers), epsilon)));
    return tf.mul(tf.mean(share, -1), 100);
  },
});

/**
 * The mean squared difference of `log(1 + x)`, for numbers of many sizes: `keras.losses.MeanSquaredLogarithmicError`.
 *
 * @example model.compile({ loss: losses.meanSquaredLogarithmicError() });
 */
export const meanSquaredLogarithmicError = defineLoss<LossOptions>({
  name: "mean_squared_logarithmic_error",
  values: ({ target, output }) =>
    tf.mean(tf.squaredDifference(logarithm(output), logarithm(asNumbers(target))), -1),
});

function logarithm(values: Tensor): Tensor {
  return tf.log(tf.add(tf.maximum(values, epsilon), 1));
}

/** The options of {@link huber}. */
export interface HuberOptions extends LossOptions {
  /** Up to which difference it is squared; beyond, it grows linearly. Default 1. */
  delta?: number;
}

/**
 * Squared for small differences, linear for large ones, so that outliers count less (Huber, 1964): `keras.losses.Huber`.
 *
 * @example model.compile({ loss: losses.huber({ delta: 0.5 }) });
 */
export const huber = defineLoss<HuberOptions>({
  name: "huber",
  values({ target, output }, { delta = 1 }) {
    const error = tf.sub(output, asNumbers(target));
    const size = tf.abs(error);
    const near = tf.minimum(size, delta);
    // The square up to delta and the line beyond it, added up: tfjs has no gradient for a comparison.
    return tf.mean(tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(size, near), delta)), -1);
  },
});

/**
 * The logarithm of the hyperbolic cosine of the differences, much like {@link huber}: `keras.losses.LogCosh`.
 *
 * @example model.compile({ loss: losses.logCosh() });
 */
export const logCosh = defineLoss<LossOptions>({
  name: "log_cosh",
  values({ target, output }) {
    const error = tf.sub(output, asNumbers(target));
    return tf.mean(tf.sub(tf.add(error, tf.softplus(tf.mul(error, -2))), Math.LN2), -1);
  },
});

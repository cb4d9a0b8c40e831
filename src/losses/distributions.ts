import { type Tensor, tf } from "../tensorflow.ts";
import { defineLoss } from "./define.ts";
import type { LossOptions } from "./loss.ts";
import { asNumbers, epsilon } from "./probabilities.ts";

/**
 * How far predicted probabilities are from the target's, `sum(target * log(target / p))`: `keras.losses.KLDivergence`.
 *
 * @example model.compile({ loss: losses.klDivergence() });
 */
export const klDivergence = defineLoss<LossOptions>({
  name: "kl_divergence",
  values(input) {
    const target = tf.clipByValue(asNumbers(input.target), epsilon, 1);
    const output = tf.clipByValue(input.output, epsilon, 1);
    return tf.sum(tf.mul(target, tf.log(tf.div(target, output))), -1);
  },
});

/**
 * `p - target * log p`, for counts: `keras.losses.Poisson`.
 *
 * @example model.compile({ loss: losses.poisson() });
 */
export const poisson = defineLoss<LossOptions>({
  name: "poisson",
  values: ({ target, output }) =>
    tf.mean(tf.sub(output, tf.mul(asNumbers(target), tf.log(tf.add(output, epsilon)))), -1),
});

/**
 * Minus the cosine of the angle between target and output, -1 for the same direction: `keras.losses.CosineSimilarity`. As a
 * metric the sign is turned, as in Keras.
 *
 * @example model.compile({ loss: losses.cosineSimilarity() });
 */
export const cosineSimilarity = defineLoss<LossOptions>({
  name: "cosine_similarity",
  values: ({ target, output }) => tf.neg(cosine(asNumbers(target), output)),
});

/** The cosine of the angle between vectors along the last axis. */
export function cosine(target: Tensor, output: Tensor): Tensor {
  return tf.sum(tf.mul(unit(target), unit(output)), -1);
}

function unit(values: Tensor): Tensor {
  return tf.mul(values, tf.minimum(tf.rsqrt(tf.sum(tf.square(values), -1, true)), 1 / epsilon));
}

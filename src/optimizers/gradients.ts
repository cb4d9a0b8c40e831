import { type Tensor, tf } from "../tensorflow.ts";
import type { CommonSettings } from "./options.ts";

/** Clips gradients as Keras does: each number, each gradient's length, or the length of all of them together. */
export function clipGradients(gradients: readonly Tensor[], options: CommonSettings): readonly Tensor[] {
  const { clipnorm, clipvalue, globalClipnorm } = options;
  if (clipnorm) return gradients.map((gradient) => clipByNorm(gradient, clipnorm));
  if (clipvalue) return gradients.map((gradient) => tf.clipByValue(gradient, -clipvalue, clipvalue));
  return globalClipnorm ? clipByGlobalNorm(gradients, globalClipnorm) : gradients;
}

function clipByNorm(gradient: Tensor, limit: number): Tensor {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.div(tf.mul(gradient, limit), tf.maximum(norm, limit));
}

function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): Tensor[] {
  const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  const scale = tf.mul(limit, tf.minimum(tf.reciprocal(norm), 1 / limit));
  // A gradient that is not finite stays so, instead of being scaled to 0 without a word.
  const spread = tf.add(scale, tf.sub(norm, norm));
  return gradients.map((gradient) => tf.mul(gradient, spread));
}

import { type Tensor, tf } from "../tensorflow.ts";
import type { LossInput } from "./loss.ts";

/** Keras's `epsilon()`: probabilities are kept this far from 0 and 1 before their logarithm. */
const epsilon = 1e-7;

/** Logarithms of the predicted class probabilities: from the logits where they are known, as Keras 3 does. */
export function logProbabilities({ output, logits }: LossInput): Tensor {
  if (logits !== undefined) return tf.logSoftmax(logits);
  const normalised = tf.div(output, tf.sum(output, -1, true));
  return tf.log(tf.clipByValue(normalised, epsilon, 1 - epsilon));
}

/** Means over every axis but the first: one number a sample. */
export function meanPerSample(values: Tensor): Tensor {
  return values.rank <= 1 ? values : tf.mean(tf.reshape(values, [values.shape[0]!, -1]), 1);
}

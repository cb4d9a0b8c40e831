import type { regularizers } from "@tensorflow/tfjs-node";
import { tf } from "../tensorflow.ts";

/** What is added to the loss for a weight: one of these, or of `tf.regularizers`. */
export type Regularizer = ReturnType<(typeof regularizers)["l2"]>;

/**
 * Adds the sum of the absolute weights, times a factor, so that many become 0: `keras.regularizers.L1`.
 *
 * @param l1 the factor, by default 0.01
 */
export function l1(l1: number | { l1?: number } = {}): Regularizer {
  return tf.regularizers.l1({ l1: typeof l1 === "number" ? l1 : (l1.l1 ?? 0.01) });
}

/**
 * Adds the sum of the squared weights, times a factor, so that none becomes large: `keras.regularizers.L2`.
 *
 * @param l2 the factor, by default 0.01
 * @example layers.dense(100, { kernelRegularizer: regularizers.l2(0.001) });
 */
export function l2(l2: number | { l2?: number } = {}): Regularizer {
  return tf.regularizers.l2({ l2: typeof l2 === "number" ? l2 : (l2.l2 ?? 0.01) });
}

/** Both {@link l1} and {@link l2}; Keras's default factors are 0 here: `keras.regularizers.L1L2`. */
export function l1L2({ l1 = 0, l2 = 0 }: { l1?: number; l2?: number } = {}): Regularizer {
  return tf.regularizers.l1l2({ l1, l2 });
}

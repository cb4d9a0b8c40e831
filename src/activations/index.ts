import { type Tensor, tf } from "../tensorflow.ts";

export * from "./functions.ts";
export { hardSilu as hardSwish, silu as swish } from "./functions.ts";
export type { ActivationLike, ActivationName } from "./resolve.ts";
export { sparsemax } from "./sparsemax.ts";

/** `x` where it is positive, else 0. */
export const relu = (x: Tensor): Tensor => tf.relu(x);
/** `x` where it is positive, else `alpha * (e ** x - 1)`. */
export const elu = (x: Tensor, alpha = 1): Tensor =>
  tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), alpha));
/** {@link elu}, scaled so that means and variances keep to themselves (Klambauer et al., 2017). */
export const selu = (x: Tensor): Tensor => tf.selu(x);
/** The logistic function, from 0 to 1: `1 / (1 + e ** -x)`. */
export const sigmoid = (x: Tensor): Tensor => tf.sigmoid(x);
/** The hyperbolic tangent. */
export const tanh = (x: Tensor): Tensor => tf.tanh(x);
/** Shares that sum to 1 along an axis. */
export const softmax = (x: Tensor, axis = -1): Tensor => tf.softmax(x, axis);
/** The logarithm of the softmax. */
export const logSoftmax = (x: Tensor, axis = -1): Tensor => tf.logSoftmax(x, axis);
/** `log(1 + e ** x)`. */
export const softplus = (x: Tensor): Tensor => tf.softplus(x);
/** `x` itself. */
export const linear = (x: Tensor): Tensor => x;

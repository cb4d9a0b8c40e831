import { type Tensor, tf, type Variable } from "../tensorflow.ts";

/** Moves a running mean by a share of the way towards a value: `mean += (value - mean) * share`. */
export function approach(mean: Variable, value: Tensor, share: number): void {
  mean.assign(tf.add(mean, tf.mul(tf.sub(value, mean), share)));
}

/** Keeps a share of a running mean and takes the rest from a value: `mean = mean * rho + value * (1 - rho)`. */
export function decay(mean: Variable, value: Tensor, rho: number): void {
  mean.assign(tf.add(tf.mul(mean, rho), tf.mul(value, 1 - rho)));
}

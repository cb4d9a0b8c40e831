import type { Tensor } from "../tensorflow.ts";

/** A metric that is the mean of one number a sample. */
export interface Metric {
  /** The key in `history.history`. */
  readonly name: string;
  /** The number of each sample, shape [batch], float32. */
  perSample(target: Tensor, output: Tensor): Tensor;
}

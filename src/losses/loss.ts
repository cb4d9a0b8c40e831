import type { Tensor } from "../tensorflow.ts";

/** What a loss sees of one batch. */
export interface LossInput {
  /** The targets as they were given to `fit`. */
  target: Tensor;
  /** The model's output, float32. */
  output: Tensor;
  /** The output before its softmax, where the model ends in one: the loss is then computed without rounding to 0. */
  logits: Tensor | undefined;
}

/** A loss: one number a sample, averaged over the batch by the trainer. */
export interface Loss {
  /** Keras's name, e.g. `sparse_categorical_crossentropy`. */
  readonly name: string;
  /**
   * Checks and converts the targets once, before training.
   *
   * @throws Error when they do not fit the model's output
   */
  prepareTarget(target: Tensor, outputShape: readonly (number | null)[]): Tensor;
  /** The loss of each sample, shape [batch]. */
  perSample(input: LossInput): Tensor;
}

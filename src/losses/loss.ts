import { type Tensor, tf } from "../tensorflow.ts";

/** What a loss sees of one batch. */
export interface LossInput {
  /** The targets as the loss prepared them. */
  target: Tensor;
  /** The model's output, float32. */
  output: Tensor;
  /**
   * The output before its softmax or sigmoid, where the model ends in one: cross-entropy is then computed without rounding
   * to 0.
   */
  logits: Tensor | undefined;
}

/** How the losses of a batch become one number, by Keras's names: their mean, or their sum. */
export type Reduction = "sum_over_batch_size" | "mean" | "mean_with_sample_weight" | "sum";

/** A loss: one number a sample, which the trainer weights and reduces. */
export interface Loss {
  /** Keras's name, e.g. `sparse_categorical_crossentropy`. */
  readonly name: string;
  /** How the samples' losses become one number. Default: their mean, `"sum_over_batch_size"`. */
  readonly reduction?: Reduction;
  /** What it was made with, which files keep. */
  readonly options?: object;
  /**
   * Checks and converts the targets once, before training.
   *
   * @throws Error when they do not fit the model's output
   */
  prepareTarget(target: Tensor, outputShape: readonly (number | null)[]): Tensor;
  /** The loss of each sample, shape [batch]; or of the batch as a whole, a scalar. */
  perSample(input: LossInput): Tensor;
}

/** A loss of your own: targets and predictions in, one number a sample (or one for the batch) out, by tensors only. */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** The options that every loss has. */
export interface LossOptions {
  /** How the samples' losses become one number. Default: their mean, `"sum_over_batch_size"`. */
  reduction?: Reduction;
}

/**
 * One number for a batch from its samples' losses. Weights multiply them; the mean is over the samples, not over the weights,
 * unless the reduction says so (Keras's `reduce_weighted_values`).
 */
export function reduceLoss(
  { reduction }: Pick<Loss, "reduction">,
  perSample: Tensor,
  weight?: Tensor,
): Tensor {
  const values = weight === undefined ? perSample : tf.mul(perSample, weight);
  if (reduction === "sum") return tf.sum(values);
  if (reduction !== "mean_with_sample_weight" || weight === undefined) return tf.mean(values);
  return tf.divNoNan(tf.sum(values), tf.sum(weight));
}

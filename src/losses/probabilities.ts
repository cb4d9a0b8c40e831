import { type Tensor, tf } from "../tensorflow.ts";
import type { LossInput, LossOptions } from "./loss.ts";

/** Keras's `epsilon()`: probabilities are kept this far from 0 and 1 before their logarithm. */
export const epsilon = 1e-7;

/** The options of a cross-entropy between one-hot rows. */
export interface SmoothedOptions extends LossOptions {
  /** Whether the model's output are logits, without softmax or sigmoid. Default false. */
  fromLogits?: boolean;
  /** The share of each target that is spread over all classes. Default 0. */
  labelSmoothing?: number;
}

/** The logits to compute from: those recorded behind the output, or the output itself if it is said to be logits. */
export function logitsOf(
  input: LossInput,
  { fromLogits = false }: { fromLogits?: boolean },
): Tensor | undefined {
  return input.logits ?? (fromLogits ? input.output : undefined);
}

/** Logarithms of the predicted class probabilities, which are made to sum to 1: from the logits where they are known. */
export function logProbabilities(input: LossInput, options: { fromLogits?: boolean } = {}): Tensor {
  const logits = logitsOf(input, options);
  return logits === undefined ? tf.log(clip(normalised(input.output))) : tf.logSoftmax(logits);
}

/** Class probabilities that sum to 1. */
export function normalised(output: Tensor): Tensor {
  return tf.div(output, tf.sum(output, -1, true));
}

/** Probabilities kept away from 0 and 1. */
export function clip(probabilities: Tensor): Tensor {
  return tf.clipByValue(probabilities, epsilon, 1 - epsilon);
}

/** Targets as numbers of the output's dtype. */
export function asNumbers(target: Tensor): Tensor {
  return tf.cast(target, "float32");
}

/** @throws RangeError unless the share lies from 0 to 1 */
export function checkSmoothing({ labelSmoothing = 0 }: SmoothedOptions): void {
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`labelSmoothing lies from 0 to 1, got ${labelSmoothing}`);
  }
}

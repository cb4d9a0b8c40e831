import { type Tensor, tf } from "../tensorflow.ts";
import type { MetricInput } from "./metric.ts";

/** How the predictions at each threshold meet the targets. */
export interface Counts {
  truePositives: Tensor;
  falsePositives: Tensor;
  trueNegatives: Tensor;
  falseNegatives: Tensor;
}

/** What of the predictions is counted. */
export interface CountOptions {
  /** Only this column of targets and outputs. Default: all. */
  classId?: number;
  /** Only the k largest outputs of a sample are positive. Default: all above the threshold. */
  topK?: number;
}

/** Keras's stand-in for minus infinity among thresholds. */
const lowest = -1e10;

/** Counts, for each threshold, which outputs above it belong to which targets; each count has shape [thresholds]. */
export function countAt(
  thresholds: readonly number[],
  input: MetricInput,
  options: CountOptions = {},
): Counts {
  const [target, output] = columns(input, options).map((values) => tf.reshape(values, [1, -1]));
  const limits = tf.tensor2d([...thresholds], [thresholds.length, 1]);
  const yes = tf.cast(tf.cast(target!, "bool"), "float32");
  const positive = tf.cast(tf.greater(output!, limits), "float32");
  const truePositives = tf.sum(tf.mul(positive, yes), 1);
  const positives = tf.sum(positive, 1);
  const all = tf.sum(yes);
  const falsePositives = tf.sub(positives, truePositives);
  return {
    truePositives,
    falsePositives,
    trueNegatives: tf.sub(tf.sub(output!.size, all), falsePositives),
    falseNegatives: tf.sub(all, truePositives),
  };
}

/** The threshold of a metric that has none of its own: 0.5, or none where the k largest are positive. */
export function thresholdOf({ thresholds, topK }: { thresholds?: number; topK?: number }): number {
  return thresholds ?? (topK === undefined ? 0.5 : lowest);
}

function columns({ target, output }: MetricInput, { classId, topK }: CountOptions): [Tensor, Tensor] {
  const kept = topK === undefined ? output : onlyLargest(output, topK);
  if (target.size !== output.size) {
    throw new RangeError(
      `precision, recall and the like compare each output with a target of 0 or 1: targets of shape [${target.shape}] need ` +
        `one-hot rows for outputs of shape [${output.shape}]`,
    );
  }
  const fitting = tf.reshape(target, output.shape);
  if (classId === undefined) return [fitting, kept];
  const axis = output.rank - 1;
  return [tf.gather(fitting, [classId], axis), tf.gather(kept, [classId], axis)];
}

function onlyLargest(output: Tensor, k: number): Tensor {
  const { indices } = tf.topk(output, k);
  const mask = tf.cast(tf.sum(tf.oneHot(tf.cast(indices, "int32"), output.shape.at(-1)!), -2), "float32");
  return tf.add(tf.mul(output, mask), tf.mul(tf.sub(1, mask), lowest));
}

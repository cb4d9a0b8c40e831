import { type Tensor, tf } from "../tensorflow.ts";
import { labelsOf, type MetricOptions } from "./accuracy.ts";
import { kept, type Metric, meanMetric } from "./metric.ts";

/** The options of {@link topKCategoricalAccuracy}. */
export interface TopKOptions extends MetricOptions {
  /** Among how many of the most probable classes the right one must be. Default 5. */
  k?: number;
}

/**
 * The share of samples whose class, a one-hot row, is among the k most probable: `keras.metrics.TopKCategoricalAccuracy`.
 *
 * @example metrics.topKCategoricalAccuracy({ k: 3 });
 */
export function topKCategoricalAccuracy(options: TopKOptions = {}): Metric {
  const { name = "top_k_categorical_accuracy", k = 5 } = options;
  const metric = meanMetric(name, ({ target, output }) => isInTopK(tf.argMax(target, -1), output, k));
  return kept("TopKCategoricalAccuracy", options, metric);
}

/**
 * The share of samples whose label is among the k most probable: `keras.metrics.SparseTopKCategoricalAccuracy`.
 *
 * @example metrics.sparseTopKCategoricalAccuracy({ k: 3, name: "top3" });
 */
export function sparseTopKCategoricalAccuracy(options: TopKOptions = {}): Metric {
  const { name = "sparse_top_k_categorical_accuracy", k = 5 } = options;
  const metric = meanMetric(name, ({ target, output }) => isInTopK(labelsOf(target, output), output, k));
  return kept("SparseTopKCategoricalAccuracy", options, metric);
}

/** TensorFlow's `in_top_k`: fewer than k classes are more probable. */
function isInTopK(labels: Tensor, output: Tensor, k: number): Tensor {
  const chosen = tf.cast(tf.oneHot(tf.cast(labels, "int32"), output.shape.at(-1)!), "bool");
  const own = tf.max(tf.where(chosen, output, tf.fill(output.shape, Number.NEGATIVE_INFINITY)), -1, true);
  return tf.less(tf.sum(tf.cast(tf.greater(output, own), "int32"), -1), k);
}

import { type Tensor, tf } from "../tensorflow.ts";
import { kept, type Metric, type MetricInput, meanMetric } from "./metric.ts";

/** The options that every metric has. */
export interface MetricOptions {
  /** The key in `history.history`. Default: Keras's name. */
  name?: string;
}

/** The options of {@link binaryAccuracy}. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** Above which output class 1 is predicted. Default 0.5. */
  threshold?: number;
}

/**
 * The share of outputs that lie on the right side of a threshold: `keras.metrics.BinaryAccuracy`.
 *
 * @example metrics.binaryAccuracy({ threshold: 0.7 });
 */
export function binaryAccuracy(options: BinaryAccuracyOptions = {}): Metric {
  const { name = "binary_accuracy", threshold = 0.5 } = options;
  const metric = meanMetric(name, (input) => binaryMatches(input, threshold));
  return kept("BinaryAccuracy", options, metric);
}

/**
 * The share of samples whose most probable class is that of the one-hot target: `keras.metrics.CategoricalAccuracy`.
 *
 * @example metrics.categoricalAccuracy({ name: "hits" });
 */
export function categoricalAccuracy({ name = "categorical_accuracy" }: MetricOptions = {}): Metric {
  return kept("CategoricalAccuracy", {}, meanMetric(name, categoricalMatches));
}

/**
 * The share of samples whose most probable class is the target's label: `keras.metrics.SparseCategoricalAccuracy`.
 *
 * @example metrics.sparseCategoricalAccuracy();
 */
export function sparseCategoricalAccuracy({
  name = "sparse_categorical_accuracy",
}: MetricOptions = {}): Metric {
  return kept("SparseCategoricalAccuracy", {}, meanMetric(name, sparseMatches));
}

/**
 * The share of samples whose prediction is right. Like Keras's `"accuracy"` it is the binary, the sparse or the categorical one,
 * by the shapes of output and targets.
 *
 * @example model.compile({ loss: "bce", metrics: metrics.accuracy({ name: "acc" }) });
 */
export function accuracy({ name = "accuracy" }: MetricOptions = {}): Metric {
  return meanMetric(name, (input) => {
    const { target, output } = input;
    if (output.shape.at(-1) === 1) return binaryMatches(input, 0.5);
    const sparse = target.rank < output.rank || target.shape.at(-1) === 1;
    return sparse ? sparseMatches(input) : categoricalMatches(input);
  });
}

function binaryMatches({ target, output }: MetricInput, threshold: number): Tensor {
  const predicted = tf.cast(tf.greater(output, threshold), "float32");
  return tf.equal(predicted, tf.cast(tf.reshape(target, output.shape), "float32"));
}

function categoricalMatches({ target, output }: MetricInput): Tensor {
  return tf.equal(tf.argMax(output, -1), tf.argMax(target, -1));
}

function sparseMatches({ target, output }: MetricInput): Tensor {
  return tf.equal(tf.argMax(output, -1), labelsOf(target, output));
}

/** Class labels without an axis of length 1 at the end. */
export function labelsOf(target: Tensor, output: Tensor): Tensor {
  const labels = target.rank === output.rank ? tf.squeeze(target, [-1]) : target;
  return tf.cast(labels, "int32");
}

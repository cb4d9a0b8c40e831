import { onePerSample } from "../losses/define.ts";
import type { LossInput } from "../losses/loss.ts";
import { type Tensor, tf } from "../tensorflow.ts";

/** What a metric sees of one batch: the targets as the loss prepared them, the output, and its logits where they are known. */
export interface MetricInput extends LossInput {
  /** The weight of each sample, where there are weights; only a weighted metric looks at it. */
  weight?: Tensor | undefined;
}

/** A metric: sums that are added up over all batches, and a formula that makes one number of them. */
export interface Metric {
  /** The key in `history.history`. */
  readonly name: string;
  /** How many sums it keeps, for a model's output shape. */
  size(outputShape: readonly (number | null)[]): number;
  /** The sums of a batch, float32, shape [size], by tensors only. */
  sums(input: MetricInput): Tensor;
  /** For a metric that is a mean: the numbers of which it is, one a sample. */
  perSample?(input: MetricInput): Tensor;
  /** Whether a batch's sums are not those of its samples added up, as may be with a function of one's own. */
  readonly ofBatch?: boolean;
  /** The metric from the sums over all batches and the number of samples. */
  result(totals: readonly number[], samples: number): number;
  /** What files keep of it. */
  readonly config?: MetricConfig;
}

/** A metric as Keras's files keep it. */
export interface MetricConfig {
  /** Keras's class, `TopKCategoricalAccuracy`. */
  readonly className: string;
  /** What it was made with, without its name. */
  readonly options: object;
}

/** Says how files keep a metric: by Keras's class and the options that it was made with. */
export function kept(className: string, given: object, metric: Metric): Metric {
  const { name: _, ...options } = given as { name?: string };
  return { ...metric, config: { className, options } };
}

/** A metric of your own: targets and predictions in, one number a sample (or one for the batch) out, by tensors only. */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/**
 * A metric that is the mean of one number a sample, or of several.
 *
 * @example metrics.meanMetric("bias", ({ target, output }) => tf.sub(output, target));
 */
export function meanMetric(name: string, values: (input: MetricInput) => Tensor): Metric {
  const perSample = (input: MetricInput) => onePerSample(tf.cast(values(input), "float32"), undefined);
  return {
    name,
    size: () => 1,
    perSample,
    sums: (input) => tf.reshape(tf.sum(perSample(input)), [1]),
    result: ([sum], samples) => sum! / samples,
  };
}

/** A metric from a function, as Keras wraps one: the mean of all its numbers. */
export function customMetric(formula: MetricFunction): Metric {
  return {
    name: formula.name || "metric",
    ofBatch: true,
    size: () => 2,
    sums({ target, output }) {
      const values = formula(tf.cast(target, "float32"), output) as unknown;
      if (!(values instanceof tf.Tensor)) {
        throw new TypeError(
          `the metric ${formula.name || "function"} must return a tensor, got ${String(values)}`,
        );
      }
      return tf.stack([tf.sum(tf.cast(values, "float32")), tf.scalar(values.size)]);
    },
    result: ([sum, count]) => sum! / count!,
  };
}

/** Renames a metric: `compile` calls a metric by the name that it was given, as Keras does. */
export function named(metric: Metric, name: string): Metric {
  return { ...metric, name };
}

/** A mean metric in which samples count by their weights (`weightedMetrics`). @throws TypeError for one that is no mean */
export function weighted(metric: Metric): Metric {
  const { name, perSample } = metric;
  if (perSample === undefined) {
    throw new TypeError(
      `weightedMetrics takes metrics that are means over the samples, which ${name} is not`,
    );
  }
  return {
    name,
    size: () => 2,
    sums(input) {
      const values = perSample(input);
      const weight = input.weight ?? tf.onesLike(values);
      return tf.stack([tf.sum(tf.mul(values, weight)), tf.sum(weight)]);
    },
    result: ([sum, weights]) => ratio(sum!, weights!),
  };
}

/** `a / b`, and 0 where b is 0, as Keras divides counts. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

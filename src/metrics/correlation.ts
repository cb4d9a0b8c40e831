import { type Tensor, tf } from "../tensorflow.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, type MetricInput, meanMetric } from "./metric.ts";

const epsilon = 1e-7;

/**
 * The correlation between the numbers of a target and those of its output, the mean over the samples, from -1 to 1:
 * `keras.metrics.PearsonCorrelation`. Targets and outputs have shape [samples, outputs].
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.pearsonCorrelation()] });
 */
export function pearsonCorrelation({ name = "pearson_correlation" }: MetricOptions = {}): Metric {
  const metric = meanMetric(name, (input) => {
    const { target, output } = moments(input);
    return tf.mean(tf.mul(standard(target), standard(output)), -1);
  });
  return kept("PearsonCorrelation", {}, metric);
}

/**
 * As {@link pearsonCorrelation}, but less where means or spreads differ: `keras.metrics.ConcordanceCorrelation`. Targets and outputs
 * have shape [samples, outputs].
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.concordanceCorrelation()] });
 */
export function concordanceCorrelation({ name = "concordance_correlation" }: MetricOptions = {}): Metric {
  const metric = meanMetric(name, (input) => {
    const { target, output } = moments(input);
    const covariance = tf.mul(tf.sub(target.values, target.mean), tf.sub(output.values, output.mean));
    const apart = tf.squaredDifference(target.mean, output.mean);
    const spread = tf.add(tf.add(tf.add(target.variance, output.variance), apart), epsilon);
    return tf.mean(tf.div(tf.mul(covariance, 2), spread), -1);
  });
  return kept("ConcordanceCorrelation", {}, metric);
}

interface Moments {
  values: Tensor;
  mean: Tensor;
  variance: Tensor;
}

function moments({ target, output }: MetricInput): Record<"target" | "output", Moments> {
  const values = tf.cast(tf.reshape(target, output.shape), "float32");
  return {
    target: { values, ...tf.moments(values, -1, true) },
    output: { values: output, ...tf.moments(output, -1, true) },
  };
}

function standard({ values, mean, variance }: Moments): Tensor {
  return tf.div(tf.sub(values, mean), tf.sqrt(variance));
}

import { cosine } from "../losses/distributions.ts";
import { tf } from "../tensorflow.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, meanMetric } from "./metric.ts";

/**
 * The root of the mean squared difference over all samples: `keras.metrics.RootMeanSquaredError`.
 *
 * @example model.compile({ loss: "mse", metrics: metrics.rootMeanSquaredError() });
 */
export function rootMeanSquaredError({ name = "root_mean_squared_error" }: MetricOptions = {}): Metric {
  const squared = meanMetric(name, ({ target, output }) =>
    tf.squaredDifference(output, tf.cast(tf.reshape(target, output.shape), "float32")),
  );
  const result = (totals: readonly number[], samples: number) => Math.sqrt(squared.result(totals, samples));
  return kept("RootMeanSquaredError", {}, { ...squared, result });
}

/**
 * The mean cosine of the angle between target and output, 1 for the same direction: `keras.metrics.CosineSimilarity`.
 *
 * @example metrics.cosineSimilarity();
 */
export function cosineSimilarity({ name = "cosine_similarity" }: MetricOptions = {}): Metric {
  const metric = meanMetric(name, ({ target, output }) => cosine(tf.cast(target, "float32"), output));
  return kept("CosineSimilarity", {}, metric);
}

/**
 * Which share of the targets' variance the outputs explain, the mean over the outputs: `keras.metrics.R2Score`. Targets and
 * outputs have shape [samples, outputs].
 *
 * @example model.compile({ loss: "mse", metrics: metrics.r2Score() });
 */
export function r2Score({ name = "r2_score" }: MetricOptions = {}): Metric {
  return kept(
    "R2Score",
    {},
    {
      name,
      size: (shape) => 3 * (shape.at(-1) ?? 1),
      sums({ target, output }) {
        const numbers = tf.cast(tf.reshape(target, output.shape), "float32");
        const errors = tf.squaredDifference(output, numbers);
        return tf.concat([numbers, tf.square(numbers), errors].map((values) => tf.sum(values, 0)));
      },
      result(totals, samples) {
        const outputs = totals.length / 3;
        const scores = Array.from({ length: outputs }, (_, i) => {
          const [sum, squares, errors] = [totals[i]!, totals[outputs + i]!, totals[2 * outputs + i]!];
          const score = 1 - errors / (squares - (sum * sum) / samples);
          return Math.abs(score) === Number.POSITIVE_INFINITY ? 0 : score;
        });
        return scores.reduce((sum, score) => sum + score, 0) / outputs;
      },
    },
  );
}

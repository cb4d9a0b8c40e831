import { type Tensor, tf } from "../tensorflow.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric } from "./metric.ts";

/** The options of {@link fBetaScore} and {@link f1Score}. */
export interface FScoreOptions extends MetricOptions {
  /** How the classes' scores become one: their mean, the mean weighted by frequency, or the score of all counts together. */
  average: "macro" | "weighted" | "micro";
  /** Above which output a class is predicted. Default: the most probable class is. */
  threshold?: number;
}

const epsilon = 1e-7;

/**
 * The harmonic mean of precision and recall: `keras.metrics.F1Score`. Targets are one-hot rows.
 *
 * @example metrics.f1Score({ average: "macro" });
 */
export function f1Score({ name = "f1_score", ...options }: FScoreOptions): Metric {
  return kept("F1Score", options, fBetaScore({ ...options, name, beta: 1 }));
}

/**
 * {@link f1Score} in which recall counts beta times as much as precision: `keras.metrics.FBetaScore`.
 *
 * @example metrics.fBetaScore({ average: "micro", beta: 2, threshold: 0.5 });
 */
export function fBetaScore(options: FScoreOptions & { beta?: number }): Metric {
  const { name = "fbeta_score", average, threshold, beta = 1 } = options;
  return kept("FBetaScore", options, {
    name,
    size: (shape) => 3 * (shape.at(-1) ?? 1),
    sums({ target, output }) {
      const predicted = predictions(output, threshold);
      const rows = tf.cast(target, "float32");
      return tf.concat([tf.mul(predicted, rows), predicted, rows].map((values) => tf.sum(values, 0)));
    },
    result(totals) {
      const classes = totals.length / 3;
      const [hits, predicted, real] = [0, 1, 2].map((i) => totals.slice(i * classes, (i + 1) * classes));
      if (average === "micro") return score(total(hits!), total(predicted!), total(real!), beta);
      const scores = hits!.map((count, i) => score(count, predicted![i]!, real![i]!, beta));
      if (average === "macro") return total(scores) / classes;
      return total(scores.map((value, i) => (value * real![i]!) / (total(real!) + epsilon)));
    },
  });
}

function predictions(output: Tensor, threshold: number | undefined): Tensor {
  if (threshold !== undefined) return tf.cast(tf.greater(output, threshold), "float32");
  const largest = tf.greaterEqual(output, tf.max(output, -1, true));
  return tf.cast(tf.logicalAnd(largest, tf.greater(tf.abs(output), 1e-9)), "float32");
}

function score(hits: number, predicted: number, real: number, beta: number): number {
  const precision = hits / (predicted + epsilon);
  const recall = hits / (real + epsilon);
  return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall + epsilon);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

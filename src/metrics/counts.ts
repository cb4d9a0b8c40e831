import { uniqueName } from "../layers/uniqueName.ts";
import { tf } from "../tensorflow.ts";
import { snakeCase } from "../training/errors.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, ratio } from "./metric.ts";
import { type CountOptions, type Counts, countAt, thresholdOf } from "./thresholds.ts";

/** The options of the metrics that count positives. */
export interface PositivesOptions extends MetricOptions {
  /** Above which output class 1 is predicted. Default 0.5, or none with `topK`. */
  thresholds?: number;
}

/** The options of {@link precision} and {@link recall}. */
export interface PrecisionOptions extends PositivesOptions, CountOptions {}

/**
 * Which share of the samples that are predicted positive are so: `keras.metrics.Precision`. Targets are 0 and 1, one for each
 * output.
 *
 * @example metrics.precision({ thresholds: 0.7 });
 */
export function precision(options: PrecisionOptions = {}): Metric {
  return counted("Precision", options, ["truePositives", "falsePositives"], ([hits, misses]) =>
    ratio(hits!, hits! + misses!),
  );
}

/**
 * Which share of the positive samples are predicted so: `keras.metrics.Recall`.
 *
 * @example metrics.recall({ classId: 3 });
 */
export function recall(options: PrecisionOptions = {}): Metric {
  return counted("Recall", options, ["truePositives", "falseNegatives"], ([hits, misses]) =>
    ratio(hits!, hits! + misses!),
  );
}

/**
 * How many positive samples are predicted positive: `keras.metrics.TruePositives`.
 *
 * @example metrics.truePositives();
 */
export function truePositives(options: PositivesOptions = {}): Metric {
  return counted("TruePositives", options, ["truePositives"], ([count]) => count!);
}

/**
 * How many negative samples are predicted positive: `keras.metrics.FalsePositives`.
 *
 * @example metrics.falsePositives();
 */
export function falsePositives(options: PositivesOptions = {}): Metric {
  return counted("FalsePositives", options, ["falsePositives"], ([count]) => count!);
}

/**
 * How many negative samples are predicted negative: `keras.metrics.TrueNegatives`.
 *
 * @example metrics.trueNegatives();
 */
export function trueNegatives(options: PositivesOptions = {}): Metric {
  return counted("TrueNegatives", options, ["trueNegatives"], ([count]) => count!);
}

/**
 * How many positive samples are predicted negative: `keras.metrics.FalseNegatives`.
 *
 * @example metrics.falseNegatives();
 */
export function falseNegatives(options: PositivesOptions = {}): Metric {
  return counted("FalseNegatives", options, ["falseNegatives"], ([count]) => count!);
}

function counted(
  className: string,
  options: PrecisionOptions,
  keys: readonly (keyof Counts)[],
  result: (totals: readonly number[]) => number,
): Metric {
  const threshold = thresholdOf(options);
  return kept(className, options, {
    name: options.name ?? uniqueName(snakeCase(className)),
    size: () => keys.length,
    sums(input) {
      const counts = countAt([threshold], input, options);
      return tf.concat(keys.map((key) => counts[key]));
    },
    result,
  });
}

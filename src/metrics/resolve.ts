import { crossentropy } from "../losses/crossentropy.ts";
import { lossesByName, lossNamed } from "../losses/names.ts";
import type { LossName } from "../losses/resolve.ts";
import { snakeCase, unknownName } from "../training/errors.ts";
import {
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  type MetricOptions,
  sparseCategoricalAccuracy,
} from "./accuracy.ts";
import { auc } from "./auc.ts";
import { concordanceCorrelation, pearsonCorrelation } from "./correlation.ts";
import { falseNegatives, falsePositives, precision, recall, trueNegatives, truePositives } from "./counts.ts";
import { cosineSimilarity, r2Score, rootMeanSquaredError } from "./errors.ts";
import { binaryIoU } from "./iou.ts";
import { logCoshError } from "./lossMetrics.ts";
import { customMetric, type Metric, type MetricFunction, meanMetric } from "./metric.ts";
import { sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from "./topK.ts";

const metricsByName = {
  concordance_correlation: concordanceCorrelation,
  pearson_correlation: pearsonCorrelation,
  log_cosh_error: logCoshError,
  logcosh: logCoshError,
  binary_iou: binaryIoU,
  acc: accuracy,
  accuracy,
  auc,
  binary_accuracy: binaryAccuracy,
  categorical_accuracy: categoricalAccuracy,
  cosine_similarity: cosineSimilarity,
  false_negatives: falseNegatives,
  false_positives: falsePositives,
  precision,
  r2_score: r2Score,
  recall,
  rmse: rootMeanSquaredError,
  root_mean_squared_error: rootMeanSquaredError,
  sparse_categorical_accuracy: sparseCategoricalAccuracy,
  sparse_top_k_categorical_accuracy: sparseTopKCategoricalAccuracy,
  top_k_categorical_accuracy: topKCategoricalAccuracy,
  true_negatives: trueNegatives,
  true_positives: truePositives,
};

type Short = keyof typeof metricsByName;
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** Keras's names of the metrics, in its spellings or in camelCase; any loss is a metric too. */
export type MetricName =
  | Short
  | Camel<Short>
  | Capitalize<Camel<Short>>
  | "AUC"
  | "BinaryIoU"
  | "binary_io_u"
  | "binaryIoU"
  | "crossentropy"
  | "ce"
  | LossName;

/** What `compile` takes as a metric: a name, a metric with options, or a function of targets and predictions. */
export type MetricLike = MetricName | Metric | MetricFunction;

/** One metric or several; a bare string is a list of one, as older Keras allows. @throws Error for an unknown name. */
export function resolveMetrics(given: MetricLike | readonly MetricLike[] = []): Metric[] {
  const list = Array.isArray(given) ? (given as readonly MetricLike[]) : [given as MetricLike];
  return list.map(resolveMetric);
}

/**
 * The metric that is meant, by the name that it was given.
 *
 * @throws Error that lists the names when it is unknown.
 * @example metrics.get("accuracy").name; // "accuracy"
 */
export function resolveMetric(metric: MetricLike): Metric {
  if (typeof metric === "string") {
    const found = metricNamed(metric) ?? lossMetric(metric);
    if (found === undefined) {
      throw unknownName("metric", metric, [...Object.keys(metricsByName), ...Object.keys(lossesByName)]);
    }
    return found;
  }
  if (typeof metric === "function") return customMetric(metric);
  if (typeof metric?.sums === "function") return metric;
  throw new TypeError(
    'a metric is a name such as "accuracy", one of metrics.auc() and its kin, or a function (yTrue, yPred) => tensor, got ' +
      String(metric),
  );
}

function metricNamed(name: string): Metric | undefined {
  const makers: Record<string, (options: MetricOptions) => Metric> = metricsByName;
  const key = snakeCase(name)
    .replace("top_kcat", "top_k_cat")
    .replace(/^r2score$/, "r2_score")
    .replace(/^binary_io_?u$/, "binary_iou");
  return Object.hasOwn(makers, key) ? makers[key]!({ name }) : undefined;
}

function lossMetric(name: string): Metric | undefined {
  const loss = /^(crossentropy|ce)$/i.test(name) ? crossentropy : lossNamed(name);
  return loss && meanMetric(name, (input) => loss.perSample(input));
}

import { table } from "../../formats/config/table.ts";
import * as metrics from "../../metrics/index.ts";
import type { Metric } from "../../metrics/metric.ts";

/** A class of Keras's metrics: what makes it here, and its settings in Keras's spelling. */
export interface MetricClass {
  make(options: never): Metric;
  /** Those without a value are options here too; the others must have that value. */
  settings: ReadonlyMap<string, string | undefined>;
}

function row(make: (options: never) => Metric, settings = ""): MetricClass {
  const pairs = settings
    .split(" ")
    .filter(Boolean)
    .map((text) => text.split("=") as [string, string | undefined]);
  return { make, settings: new Map(pairs) };
}

const OVERLAP = "num_classes ignore_class sparse_y_pred axis=-1";
const RATE = "num_thresholds class_id";
const LOGITS = "from_logits axis=-1";

/** What a class for one rate where another is reached is made with. */
type AtRate<Held extends string> = Record<Held, number> & metrics.AtRateOptions;

/** Keras's metrics that files keep with their settings, by class. */
export const METRIC_CLASSES = table<MetricClass>({
  AUC: row(metrics.auc, "num_thresholds curve summation_method thresholds from_logits multi_label=false"),
  BinaryAccuracy: row(metrics.binaryAccuracy, "threshold"),
  BinaryCrossentropy: row(metrics.binaryCrossentropy, `${LOGITS} label_smoothing`),
  BinaryIoU: row(metrics.binaryIoU, "target_class_ids threshold"),
  CategoricalAccuracy: row(metrics.categoricalAccuracy),
  CategoricalCrossentropy: row(metrics.categoricalCrossentropy, `${LOGITS} label_smoothing`),
  CategoricalHinge: row(metrics.categoricalHinge),
  ConcordanceCorrelation: row(metrics.concordanceCorrelation, "axis=-1"),
  CosineSimilarity: row(metrics.cosineSimilarity, "axis=-1"),
  F1Score: row(metrics.f1Score, "average threshold"),
  FBetaScore: row(metrics.fBetaScore, "average beta threshold"),
  FalseNegatives: row(metrics.falseNegatives, "thresholds"),
  FalsePositives: row(metrics.falsePositives, "thresholds"),
  Hinge: row(metrics.hinge),
  IoU: row(metrics.iou, `${OVERLAP} target_class_ids sparse_y_true`),
  KLDivergence: row(metrics.klDivergence),
  LogCoshError: row(metrics.logCoshError),
  MeanAbsoluteError: row(metrics.meanAbsoluteError),
  MeanAbsolutePercentageError: row(metrics.meanAbsolutePercentageError),
  MeanIoU: row(metrics.meanIoU, `${OVERLAP} sparse_y_true`),
  MeanSquaredError: row(metrics.meanSquaredError),
  MeanSquaredLogarithmicError: row(metrics.meanSquaredLogarithmicError),
  OneHotIoU: row(metrics.oneHotIoU, `${OVERLAP} target_class_ids`),
  OneHotMeanIoU: row(metrics.oneHotMeanIoU, OVERLAP),
  PearsonCorrelation: row(metrics.pearsonCorrelation, "axis=-1"),
  Poisson: row(metrics.poisson),
  Precision: row(metrics.precision, "thresholds top_k class_id"),
  PrecisionAtRecall: row(
    ({ recall, ...options }: AtRate<"recall">) => metrics.precisionAtRecall(recall, options),
    `recall ${RATE}`,
  ),
  R2Score: row(metrics.r2Score, 'class_aggregation="uniform_average" num_regressors=0'),
  Recall: row(metrics.recall, "thresholds top_k class_id"),
  RecallAtPrecision: row(
    ({ precision, ...options }: AtRate<"precision">) => metrics.recallAtPrecision(precision, options),
    `precision ${RATE}`,
  ),
  RootMeanSquaredError: row(metrics.rootMeanSquaredError),
  SensitivityAtSpecificity: row(
    ({ specificity, ...options }: AtRate<"specificity">) =>
      metrics.sensitivityAtSpecificity(specificity, options),
    `specificity ${RATE}`,
  ),
  SparseCategoricalAccuracy: row(metrics.sparseCategoricalAccuracy),
  SparseCategoricalCrossentropy: row(metrics.sparseCategoricalCrossentropy, `${LOGITS} ignore_class`),
  SparseTopKCategoricalAccuracy: row(metrics.sparseTopKCategoricalAccuracy, "k"),
  SpecificityAtSensitivity: row(
    ({ sensitivity, ...options }: AtRate<"sensitivity">) =>
      metrics.specificityAtSensitivity(sensitivity, options),
    `sensitivity ${RATE}`,
  ),
  SquaredHinge: row(metrics.squaredHinge),
  TopKCategoricalAccuracy: row(metrics.topKCategoricalAccuracy, "k"),
  TrueNegatives: row(metrics.trueNegatives, "thresholds"),
  TruePositives: row(metrics.truePositives, "thresholds"),
});

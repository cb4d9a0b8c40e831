export {
  accuracy,
  type BinaryAccuracyOptions,
  binaryAccuracy,
  categoricalAccuracy,
  type MetricOptions,
  sparseCategoricalAccuracy,
} from "./accuracy.ts";
export {
  type AtRateOptions,
  precisionAtRecall,
  recallAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from "./atRate.ts";
export { type AucOptions, auc } from "./auc.ts";
export { concordanceCorrelation, pearsonCorrelation } from "./correlation.ts";
export {
  falseNegatives,
  falsePositives,
  type PositivesOptions,
  type PrecisionOptions,
  precision,
  recall,
  trueNegatives,
  truePositives,
} from "./counts.ts";
export { cosineSimilarity, r2Score, rootMeanSquaredError } from "./errors.ts";
export { type FScoreOptions, f1Score, fBetaScore } from "./fScore.ts";
export {
  type BinaryIoUOptions,
  binaryIoU,
  type IoUOptions,
  iou,
  type MeanIoUOptions,
  meanIoU,
  oneHotIoU,
  oneHotMeanIoU,
} from "./iou.ts";
export * from "./lossMetrics.ts";
export { type Metric, type MetricFunction, type MetricInput, meanMetric } from "./metric.ts";
export { type MetricLike, type MetricName, resolveMetric as get } from "./resolve.ts";
export { sparseTopKCategoricalAccuracy, type TopKOptions, topKCategoricalAccuracy } from "./topK.ts";

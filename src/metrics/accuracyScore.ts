import { type ClassLabels, labelPair } from "./labelPair.ts";

/** The options of {@link accuracyScore}. */
export interface AccuracyOptions {
  /** Whether to give the share of the samples rather than their number. Default true. */
  normalize?: boolean;
  /** How much each sample counts. */
  sampleWeight?: ArrayLike<number>;
}

/**
 * The share of samples whose predicted label is the true one: scikit-learn's `accuracy_score`.
 *
 * @param yTrue true labels, shape (samples,)
 * @param yPred predicted labels, shape (samples,)
 * @throws RangeError for lists of different lengths
 * @example accuracyScore([0, 1, 2, 3], [0, 2, 1, 3]); // 0.5
 */
export function accuracyScore(yTrue: ClassLabels, yPred: ClassLabels, options: AccuracyOptions = {}): number {
  const { truth, predicted, weights } = labelPair(yTrue, yPred, options.sampleWeight);
  let right = 0;
  let total = 0;
  for (let i = 0; i < truth.length; i++) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    if (truth[i] === predicted[i]) right += weight;
  }
  return options.normalize === false ? right : right / total;
}

import { NDArray } from "../array/ndarray.ts";
import type { Label } from "../linear/labels.ts";
import { type ClassLabels, type LabelPair, labelPair } from "./labelPair.ts";

/** How the numbers of the classes become one; null leaves them apart. */
export type Average = "binary" | "micro" | "macro" | "weighted" | null;

/** The options of {@link precisionRecallFscoreSupport}. */
export interface PrecisionRecallOptions<A extends Average = null> {
  /** Default null: one number a class. */
  average?: A;
  /** Which classes count, in this order. Default: all that occur, ascending. */
  labels?: readonly Label[];
  /** The class that counts with `average: "binary"`. Default 1. */
  posLabel?: Label;
  /** How much recall counts against precision. Default 1. */
  beta?: number;
  /** How much each sample counts. */
  sampleWeight?: ArrayLike<number>;
  /** What a number without samples is; by default 0, with a warning. */
  zeroDivision?: "warn" | number;
}

/** Precision, recall, F-score and the number of true samples. */
export interface PrecisionRecall<A extends Average = null> {
  precision: A extends null ? NDArray<"float64"> : number;
  recall: A extends null ? NDArray<"float64"> : number;
  fscore: A extends null ? NDArray<"float64"> : number;
  support: A extends null ? NDArray<"float64"> : undefined;
}

interface Counts {
  readonly hits: number;
  readonly predicted: number;
  readonly truth: number;
}

/**
 * Precision, recall, F-score and support of each class or on average: scikit-learn's `precision_recall_fscore_support`.
 *
 * @throws RangeError for lists of different lengths, or `average: "binary"` where more than two classes occur
 * @example precisionRecallFscoreSupport([0, 1, 1], [0, 1, 0], { average: "macro" }).recall; // 0.75
 */
export function precisionRecallFscoreSupport<A extends Average = null>(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: PrecisionRecallOptions<A> = {},
): PrecisionRecall<A> {
  const { average = null, beta = 1, zeroDivision = "warn" } = options;
  const pair = labelPair(yTrue, yPred, options.sampleWeight);
  const classes = countClasses(pair, chooseLabels(pair, options));
  const rows = average === "micro" ? [sumOf(classes)] : classes;
  const divide = (
    name: string,
    modifier: string,
    numerator: (row: Counts) => number,
    denominator: typeof numerator,
  ) => {
    const empty = rows.some((row) => denominator(row) === 0);
    if (empty && zeroDivision === "warn") warnUndefined(name, modifier, rows.length);
    const fallback = zeroDivision === "warn" ? 0 : zeroDivision;
    return rows.map((row) => (denominator(row) === 0 ? fallback : numerator(row) / denominator(row)));
  };
  const square = beta ** 2;
  const precision = divide(
    "Precision",
    "predicted",
    (row) => row.hits,
    (row) => row.predicted,
  );
  const recall = divide(
    "Recall",
    "true",
    (row) => row.hits,
    (row) => row.truth,
  );
  const fscore = divide(
    "F-score",
    "true nor predicted",
    (row) => (1 + square) * row.hits,
    (row) => square * row.truth + row.predicted,
  );
  const support = rows.map((row) => row.truth);
  const values = { precision, recall, fscore };
  const weights = average === "weighted" ? support : rows.map(() => 1);
  const join = average === null ? toArray : (list: readonly number[]) => mean(list, weights);
  const joined = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, join(list)]));
  return { ...joined, support: average === null ? toArray(support) : undefined } as PrecisionRecall<A>;
}

function chooseLabels<A extends Average>(
  { present }: LabelPair,
  { average, labels = present, posLabel = 1 }: PrecisionRecallOptions<A>,
): readonly Label[] {
  if (average !== "binary") return labels;
  if (present.length > 2) {
    throw new RangeError(
      "Target is multiclass but average='binary'. Please choose another average setting, one of [null, 'micro', 'macro', 'weighted'].",
    );
  }
  if (present.length === 2 && !present.includes(posLabel)) {
    throw new RangeError(
      `posLabel=${posLabel} is not a valid label. It should be one of [${present.join(", ")}]`,
    );
  }
  return [posLabel];
}

function countClasses({ truth, predicted, weights }: LabelPair, labels: readonly Label[]): Counts[] {
  const places = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => ({ hits: 0, predicted: 0, truth: 0 }));
  for (let i = 0; i < truth.length; i++) {
    const weight = weights?.[i] ?? 1;
    const row = counts[places.get(truth[i]!) ?? -1];
    const column = counts[places.get(predicted[i]!) ?? -1];
    if (row) row.truth += weight;
    if (column) column.predicted += weight;
    if (row && row === column) row.hits += weight;
  }
  return counts;
}

function sumOf(counts: readonly Counts[]): Counts {
  const sum = (part: keyof Counts) => counts.reduce((total, row) => total + row[part], 0);
  return { hits: sum("hits"), predicted: sum("predicted"), truth: sum("truth") };
}

function toArray(list: readonly number[]): NDArray<"float64"> {
  return new NDArray(Float64Array.from(list));
}

/** The weighted mean of those that are numbers. */
function mean(list: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  list.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    sum += value * weights[i]!;
    total += weights[i]!;
  });
  if (total > 0) return sum / total;
  const known = list.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length;
}

function warnUndefined(name: string, modifier: string, rows: number): void {
  const where = rows === 1 ? "due to" : "in labels with";
  console.warn(
    `UndefinedMetricWarning: ${name} is ill-defined and being set to 0.0 ${where} no ${modifier} samples. Use \`zeroDivision\` parameter to control this behavior.`,
  );
}

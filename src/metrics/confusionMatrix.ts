import { NDArray } from "../array/ndarray.ts";
import type { Label } from "../linear/labels.ts";
import { type ClassLabels, labelPair } from "./labelPair.ts";

/** The options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions {
  /** The labels of rows and columns, in this order. Default: all that occur, ascending. */
  labels?: readonly Label[];
  /** How much each sample counts. */
  sampleWeight?: ArrayLike<number>;
  /** Divides each row (`"true"`), each column (`"pred"`) or all of it (`"all"`) by its sum. */
  normalize?: "true" | "pred" | "all" | null;
}

/**
 * How many samples of each class (rows) were given each label (columns): scikit-learn's `confusion_matrix`.
 *
 * @param yTrue true labels, shape (samples,)
 * @param yPred predicted labels, shape (samples,)
 * @returns shape (classes, classes); int32 counts, float64 with weights or `normalize`
 * @throws RangeError for lists of different lengths, or where none of `labels` is a true label
 * @example confusionMatrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]); // [[2, 0, 0], [0, 0, 1], [1, 0, 2]]
 */
export function confusionMatrix(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: ConfusionMatrixOptions = {},
): NDArray<"int32"> | NDArray<"float64"> {
  const { truth, predicted, present, weights } = labelPair(yTrue, yPred, options.sampleWeight);
  const labels = options.labels ?? present;
  checkLabels(labels, truth);
  const places = new Map(labels.map((label, i) => [label, i]));
  const counts = new Float64Array(labels.length ** 2);
  for (let i = 0; i < truth.length; i++) {
    const row = places.get(truth[i]!);
    const column = places.get(predicted[i]!);
    if (row !== undefined && column !== undefined) counts[row * labels.length + column]! += weights?.[i] ?? 1;
  }
  const shape = [labels.length, labels.length];
  if (options.normalize)
    return new NDArray(normalized(counts, labels.length, options.normalize), shape, "float64");
  if (weights) return new NDArray(counts, shape, "float64");
  return new NDArray(Int32Array.from(counts), shape, "int32");
}

function checkLabels(labels: readonly Label[], truth: ArrayLike<Label>): void {
  if (labels.length === 0) throw new RangeError("'labels' should contain at least one label.");
  const known = new Set(Array.from(truth));
  if (truth.length > 0 && !labels.some((label) => known.has(label))) {
    throw new RangeError("At least one label specified must be in yTrue");
  }
}

function normalized(counts: Float64Array, size: number, by: "true" | "pred" | "all"): Float64Array {
  const group = (i: number) => (by === "true" ? Math.floor(i / size) : by === "pred" ? i % size : 0);
  const sums = new Float64Array(size);
  counts.forEach((count, i) => {
    sums[group(i)]! += count;
  });
  return counts.map((count, i) => (count === 0 ? 0 : count / sums[group(i)]!));
}

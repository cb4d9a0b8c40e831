import { NDArray } from "../array/ndarray.ts";
import type { SGDLoss } from "./sgdParams.ts";

/**
 * Probabilities from one-versus-all scores: logistic curves for the log loss, clipped lines for modified Huber (Zadrozny and
 * Elkan, 2002), over several classes divided by their sum.
 *
 * @throws Error for other losses
 */
export function sgdProbabilities(loss: SGDLoss, scores: () => NDArray<"float64">): NDArray<"float64"> {
  if (loss === "log_loss" || loss === "log") return oneVersusRest(scores(), logistic);
  if (loss === "modified_huber") {
    return oneVersusRest(scores(), (score) => (Math.min(1, Math.max(-1, score)) + 1) / 2);
  }
  throw new Error(
    `probability estimates are not available for loss='${loss}'; use loss "log_loss" or "modified_huber"`,
  );
}

/** The probabilities of two classes from the scores of the second. */
export function binaryPairs(scores: NDArray<"float64">, curve = logistic): NDArray<"float64"> {
  const pairs = new Float64Array(scores.length * 2);
  scores.data.forEach((score, row) => {
    pairs[2 * row + 1] = curve(score);
    pairs[2 * row] = 1 - pairs[2 * row + 1]!;
  });
  return new NDArray(pairs, [scores.length, 2], "float64");
}

/** Probabilities from scores of shape (samples, classes). */
export function softmax(scores: NDArray<"float64">): NDArray<"float64"> {
  const classes = scores.shape[1]!;
  const probabilities = new Float64Array(scores.size);
  for (let from = 0; from < scores.size; from += classes) {
    const row = scores.data.subarray(from, from + classes);
    const largest = Math.max(...row);
    const exponentials = row.map((score) => Math.exp(score - largest));
    normalize(exponentials);
    probabilities.set(exponentials, from);
  }
  return new NDArray(probabilities, scores.shape, "float64");
}

function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function oneVersusRest(scores: NDArray<"float64">, curve: (score: number) => number): NDArray<"float64"> {
  if (scores.ndim === 1) return binaryPairs(scores, curve);
  const probabilities = scores.data.map(curve);
  const classes = scores.shape[1]!;
  for (let from = 0; from < probabilities.length; from += classes)
    normalize(probabilities.subarray(from, from + classes));
  return new NDArray(probabilities, scores.shape, "float64");
}

/** Divides by the sum; where all are zero, every class is as likely as the others. */
function normalize(row: Float64Array): void {
  const sum = row.reduce((total, value) => total + value, 0);
  for (let i = 0; i < row.length; i++) row[i] = sum === 0 ? 1 / row.length : row[i]! / sum;
}

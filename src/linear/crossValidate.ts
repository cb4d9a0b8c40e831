import { NDArray } from "../array/ndarray.ts";
import type { Split, Splitter } from "../data/kFold.ts";
import { StratifiedKFold } from "../data/stratifiedKFold.ts";
import { type Estimator, type FoldResult, runFolds } from "./folds.ts";
import { type Label, type Labels, labelsOf } from "./labels.ts";
import { type MatrixLike, toMatrix } from "./matrix.ts";
import type { FitProgress } from "./reporters.ts";
import { namedScorers, type Scorer, type Scoring } from "./scoring.ts";

/** The options of {@link crossValidate}, by scikit-learn's names. */
export interface CrossValidateOptions<L extends Label = Label> {
  /** How many parts (stratified, default 5), a splitter such as `KFold`, or the splits themselves. */
  cv?: number | Splitter | Iterable<Split>;
  /** How many trainings run side by side; null and -1: as many as there are cores. It changes no number. Default null. */
  nJobs?: number | null;
  /** What is measured: a name, a function, or several by name. Default: the share of right predictions. */
  scoring?: Scoring<L>;
  /** Whether to score the training parts, too. Default false. */
  returnTrainScore?: boolean;
  /** Whether to return the trained estimators. Default false. */
  returnEstimator?: boolean;
  /** 0 prints nothing, 1 a bar where it takes longer than a moment, 2 a line for each part when it is done. Default 1. */
  verbose?: number;
  /** Called as the training goes on, where the estimator tells. */
  onProgress?: (progress: FitProgress) => void;
}

/** Scores and times, one number for each part. */
export interface CrossValidation<E> {
  /** Seconds of each training. */
  fitTime: NDArray<"float64">;
  /** Seconds of each scoring. */
  scoreTime: NDArray<"float64">;
  /** The scores on the test parts; with several scorings those of the first. */
  testScore: NDArray<"float64">;
  /** The scores on the training parts, with `returnTrainScore`. */
  trainScore?: NDArray<"float64">;
  /** The scores of every scoring by name. */
  test: Record<string, NDArray<"float64">>;
  /** As `test`, on the training parts, with `returnTrainScore`. */
  train?: Record<string, NDArray<"float64">>;
  /** The trained estimators, with `returnEstimator`. */
  estimator?: E[];
}

/**
 * Trains and scores an estimator on each of several divisions of the samples: scikit-learn's `cross_validate`.
 *
 * @param estimator what is trained; it stays untrained itself
 * @param x samples, shape (samples, features)
 * @param y class labels, shape (samples,)
 * @throws RangeError for parts that cannot be made; what the training itself throws
 * @throws KeyboardInterrupt when the user interrupts the cell
 * @example
 * const scores = await crossValidate(classifier, trainScaled, trainTarget, { nJobs: -1 });
 * scores.testScore.mean(); // 0.8194
 */
export async function crossValidate<L extends Label, E extends Estimator<L>>(
  estimator: E & Estimator<L>,
  x: MatrixLike,
  y: Labels<L>,
  options: CrossValidateOptions<L> = {},
): Promise<CrossValidation<E>> {
  const matrix = toMatrix(x, "crossValidate");
  const labels = labelsOf(y, matrix.rows, "crossValidate");
  const scorers = namedScorers<L>(options.scoring);
  const task = { estimator, x, y, matrix, labels, scorers, options, splits: splitsOf(x, y, options.cv) };
  return collect(await runFolds<L, E>(task), scorers, options);
}

/**
 * The scores of {@link crossValidate} alone: scikit-learn's `cross_val_score`.
 *
 * @returns float64, one score for each part
 */
export async function crossValScore<L extends Label, E extends Estimator<L>>(
  estimator: E & Estimator<L>,
  x: MatrixLike,
  y: Labels<L>,
  options: Omit<CrossValidateOptions<L>, "returnTrainScore" | "returnEstimator"> = {},
): Promise<NDArray<"float64">> {
  return (await crossValidate<L, E>(estimator, x, y, options)).testScore;
}

function splitsOf(x: MatrixLike, y: Labels, cv: CrossValidateOptions["cv"] = 5): Split[] {
  if (typeof cv === "number") return [...new StratifiedKFold(cv).split(x, y)];
  return "split" in cv ? [...cv.split(x, y)] : [...cv];
}

function collect<L extends Label, E>(
  folds: readonly FoldResult<E>[],
  scorers: ReadonlyMap<string, Scorer<L>>,
  { returnTrainScore = false, returnEstimator = false }: CrossValidateOptions<L>,
): CrossValidation<E> {
  const array = (value: (fold: FoldResult<E>) => number) =>
    new NDArray<"float64">(Float64Array.from(folds, value));
  const names = [...scorers.keys()];
  const byName = (part: "test" | "train") =>
    Object.fromEntries(names.map((name, i) => [name, array((fold) => fold[part][i]!)]));
  const first = names[0]!;
  const test = byName("test");
  const result: CrossValidation<E> = {
    fitTime: array((fold) => fold.fitTime),
    scoreTime: array((fold) => fold.scoreTime),
    testScore: test[first]!,
    test,
  };
  if (returnTrainScore) {
    const train = byName("train");
    Object.assign(result, { train, trainScore: train[first]! });
  }
  if (returnEstimator) result.estimator = folds.map((fold) => fold.estimator);
  return result;
}

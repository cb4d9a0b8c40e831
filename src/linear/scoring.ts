import { accuracyScore } from "../metrics/accuracyScore.ts";
import type { ClassLabels } from "../metrics/labelPair.ts";
import { type Average, precisionRecallFscoreSupport } from "../metrics/precisionRecall.ts";
import type { Estimator } from "./folds.ts";
import type { Label } from "./labels.ts";
import type { MatrixLike } from "./matrix.ts";

/** Scores by scikit-learn's names; each compares true with predicted labels. */
export type ScoringName =
  | "accuracy"
  | "balanced_accuracy"
  | `${"f1" | "precision" | "recall"}${"" | "_micro" | "_macro" | "_weighted"}`;

/** One part of a cross-validation, as scorers see it. */
export interface ScoredPart {
  /** The true labels. */
  readonly truth: ArrayLike<number> | ArrayLike<string>;
  /** The predicted labels; computed once. */
  predicted(): Promise<ClassLabels>;
  /** The samples themselves. */
  samples(): MatrixLike;
}

/** Measures a trained estimator on one part. */
export type Scorer<L extends Label> = (estimator: Estimator<L>, part: ScoredPart) => Promise<number>;

/** A measure of one's own: larger is better. */
export type ScoringFunction<L extends Label> = (
  estimator: Estimator<L>,
  x: MatrixLike,
  y: ArrayLike<number> | ArrayLike<string>,
) => number | Promise<number>;

/** What a cross-validation measures. */
export type Scoring<L extends Label = Label> =
  | ScoringName
  | ScoringFunction<L>
  | readonly ScoringName[]
  | Readonly<Record<string, ScoringName | ScoringFunction<L>>>;

/**
 * The scorers by name; a single one is called "score".
 *
 * @throws RangeError for unknown names, or for none at all
 */
export function namedScorers<L extends Label>(scoring: Scoring<L> = "accuracy"): Map<string, Scorer<L>> {
  const entries: [string, ScoringName | ScoringFunction<L>][] =
    typeof scoring === "string" || typeof scoring === "function"
      ? [["score", scoring]]
      : Array.isArray(scoring)
        ? (scoring as readonly ScoringName[]).map((name) => [name, name])
        : Object.entries(scoring as Record<string, ScoringName | ScoringFunction<L>>);
  if (entries.length === 0) throw new RangeError("scoring needs at least one measure");
  return new Map(entries.map(([name, measure]) => [name, toScorer(measure)]));
}

function toScorer<L extends Label>(measure: ScoringName | ScoringFunction<L>): Scorer<L> {
  if (typeof measure === "function") {
    return async (estimator, part) => measure(estimator, part.samples(), part.truth);
  }
  const compare = labelScorer(measure);
  return async (_, part) => compare(part.truth, await part.predicted());
}

type LabelScorer = (yTrue: ClassLabels, yPred: ClassLabels) => number;

/**
 * The function behind a name.
 *
 * @throws RangeError for a name that is none
 */
function labelScorer(name: ScoringName): LabelScorer {
  if (name === "accuracy") return accuracyScore;
  if (name === "balanced_accuracy") return balancedAccuracy;
  const [, metric, average = "binary"] =
    /^(f1|precision|recall)(?:_(micro|macro|weighted))?$/.exec(name) ?? [];
  if (metric === undefined) {
    throw new RangeError(
      `'${name}' is not a valid scoring value; known are accuracy, balanced_accuracy, and f1, precision and recall with _micro, _macro, _weighted or nothing behind them`,
    );
  }
  const part = metric === "f1" ? "fscore" : (metric as "precision" | "recall");
  return (yTrue, yPred) =>
    precisionRecallFscoreSupport(yTrue, yPred, { average: average as Exclude<Average, null> })[part];
}

/** The mean of the classes' recalls, over the classes that occur. */
function balancedAccuracy(yTrue: ClassLabels, yPred: ClassLabels): number {
  const { recall, support } = precisionRecallFscoreSupport(yTrue, yPred, { zeroDivision: 0 });
  const occurring = recall.data.filter((_, i) => support.data[i]! > 0);
  return occurring.reduce((sum, value) => sum + value, 0) / occurring.length;
}

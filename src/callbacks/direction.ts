import type { Model } from "../models/model.ts";

const higherIsBetter =
  /(^|_)(acc|accuracy|auc|precision|recall|f1|f1_score|fbeta_score|r2_score|iou|mean_io_u|true_positives|true_negatives|sensitivity|specificity|cosine_similarity)(_|$)|accuracy$|_score$|_io_u$/;
const lowerIsBetter =
  /(^|_)(loss|error|mse|mae|mape|msle|rmse|crossentropy|cross_entropy|hinge|kl_divergence|poisson|logcosh|log_cosh|false_positives|false_negatives)(_|$)|error$|crossentropy$|loss$/;

/** Whether a monitored value is better when it is lower (`"min"`) or higher (`"max"`). */
export type Direction = "min" | "max";

/**
 * The better direction of a monitored value: what its metric says, else what its name says.
 *
 * @throws Error where neither says it
 */
export function directionOf(callback: string, monitor: string, model: Model): Direction {
  const name = monitor.replace(/^val_/, "");
  if (name === "loss") return "min";
  const metric = model.metrics.find((candidate) => candidate.name === name) as
    | { direction?: unknown }
    | undefined;
  if (metric?.direction === "up" || metric?.direction === "max") return "max";
  if (metric?.direction === "down" || metric?.direction === "min") return "min";
  if (higherIsBetter.test(name)) return "max";
  if (lowerIsBetter.test(name)) return "min";
  throw new Error(
    `${callback}: whether "${monitor}" should be high or low cannot be told from its name; say mode: "max" or mode: "min"`,
  );
}

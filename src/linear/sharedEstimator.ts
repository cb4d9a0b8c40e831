import type { ClassLabels } from "../metrics/labelPair.ts";
import type { Label } from "./labels.ts";
import type { Matrix } from "./matrix.ts";
import type { FitProgress } from "./reporters.ts";
import type { Session } from "./sgd/session.ts";
import type { Warn } from "./warn.ts";

/** What goes with a fit on shared samples. */
export interface SharedFit {
  readonly warn?: Warn;
  /** Called when the first problem is begun. */
  readonly onStart?: () => void;
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
}

/** An estimator of which several copies can learn from parts of the same shared samples, without copying them. */
export interface SharedEstimator<L extends Label> {
  /** Shares the samples with workers enough for as many fits. */
  openSession(matrix: Matrix, labels: ArrayLike<L>, fits: number, nJobs?: number | null): Promise<Session>;
  /** Trains on some rows; `labels` belong to those rows. */
  fitRows(session: Session, rows: Int32Array, labels: ArrayLike<L>, fit: SharedFit): Promise<unknown>;
  /** The predicted labels of some rows. */
  predictRows(session: Session, rows: Int32Array): ClassLabels;
}

export function isShared<L extends Label>(estimator: object): estimator is SharedEstimator<L> {
  return "fitRows" in estimator && "predictRows" in estimator && "openSession" in estimator;
}

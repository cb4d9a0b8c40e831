import type { Label } from "./labels.ts";
import type { Matrix } from "./matrix.ts";
import type { Session } from "./sgd/session.ts";
import type { Warn } from "./warn.ts";

/** An estimator of which several copies can learn from parts of the same shared samples, without copying them. */
export interface SharedEstimator<L extends Label> {
  /** Shares the samples with workers enough for as many fits. */
  openSession(matrix: Matrix, labels: ArrayLike<L>, fits: number): Promise<Session>;
  /** Trains on some rows; `labels` belong to those rows. */
  fitRows(
    session: Session,
    rows: Int32Array,
    labels: ArrayLike<L>,
    options: object,
    warn: Warn,
  ): Promise<unknown>;
}

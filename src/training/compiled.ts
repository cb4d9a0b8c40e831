import type { Loss } from "../losses/loss.ts";
import { type LossLike, resolveLoss } from "../losses/resolve.ts";
import type { Metric } from "../metrics/metric.ts";
import { type MetricLike, resolveMetrics } from "../metrics/resolve.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { type OptimizerLike, resolveOptimizer } from "../optimizers/resolve.ts";

/** The options of `compile`, by Keras's names. */
export interface CompileOptions {
  /** How weights change: Keras's name, one of this library's (Keras's formulas), or one of `tf.train`. Default rmsprop. */
  optimizer?: OptimizerLike;
  /** What training makes small: a name, one of `losses` with options, or a function of targets and predictions. */
  loss: LossLike;
  /** What else is reported: one metric or several. */
  metrics?: MetricLike | readonly MetricLike[];
}

/** What a compiled model trains with. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
}

/** @throws Error for a name that does not exist; it lists the names that do */
export function resolveCompile({ optimizer, loss, metrics }: CompileOptions): Compiled {
  return {
    optimizer: resolveOptimizer(optimizer),
    loss: resolveLoss(loss),
    metrics: resolveMetrics(metrics),
  };
}

import type { Loss } from "../losses/loss.ts";
import { type LossLike, resolveLoss } from "../losses/resolve.ts";
import { type Metric, named, weighted } from "../metrics/metric.ts";
import { type MetricLike, resolveMetrics } from "../metrics/resolve.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { type OptimizerLike, resolveOptimizer } from "../optimizers/resolve.ts";
import { checkOptions } from "./checkOptions.ts";

/** The options of `compile`, by Keras's names. */
export interface CompileOptions {
  /** How weights change: Keras's name, one of this library's (Keras's formulas), or one of `tf.train`. Default rmsprop. */
  optimizer?: OptimizerLike;
  /** What training makes small: a name, one of `losses` with options, or a function of targets and predictions. */
  loss: LossLike;
  /** What else is reported: one metric or several. */
  metrics?: MetricLike | readonly MetricLike[];
  /** What else is reported with every sample counted by its `sampleWeight` or `classWeight`. */
  weightedMetrics?: MetricLike | readonly MetricLike[];
}

/** What a compiled model trains with. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  /** What is reported beside the loss, the weighted metrics last. */
  readonly metrics: readonly Metric[];
  /** What `compile` was given, which files keep. */
  readonly given: CompileOptions;
}

/** @throws Error for a name that does not exist; it lists the names that do */
export function resolveCompile(options: CompileOptions): Compiled {
  checkOptions("compile", options, { optimizer: 1, loss: 1, metrics: 1, weightedMetrics: 1 });
  const weightedMetrics = resolveMetrics(options.weightedMetrics).map(weighted);
  return {
    optimizer: resolveOptimizer(options.optimizer),
    loss: resolveLoss(options.loss),
    metrics: uniquelyNamed(resolveMetrics(options.metrics), weightedMetrics),
    given: options,
  };
}

/** Names that occur twice get a number; a weighted metric beside its plain twin is called `weighted_...`, as in Keras. */
function uniquelyNamed(metrics: readonly Metric[], weightedMetrics: readonly Metric[]): Metric[] {
  const counts = new Map<string, number>();
  const unique = (metric: Metric): Metric => {
    const count = counts.get(metric.name) ?? 0;
    counts.set(metric.name, count + 1);
    return count === 0 ? metric : named(metric, `${metric.name}_${count}`);
  };
  const plain = metrics.map(unique);
  return [
    ...plain,
    ...weightedMetrics.map((metric) =>
      unique(counts.has(metric.name) ? named(metric, `weighted_${metric.name}`) : metric),
    ),
  ];
}

import type { Loss } from "../losses/loss.ts";
import { type LossLike, resolveLoss } from "../losses/resolve.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { type OptimizerLike, resolveOptimizer } from "../optimizers/resolve.ts";
import { checkOptions } from "./checkOptions.ts";
import { type MetricsLike, type OutputMetric, resolveOutputMetrics } from "./outputMetrics.ts";
import { isSeveral, outputsText, type PerOutput, perOutput } from "./perOutput.ts";

/** The options of `compile`, by Keras's names. */
export interface CompileOptions {
  /** How weights change: Keras's name, one of this library's (Keras's formulas), or one of `tf.train`. Default rmsprop. */
  optimizer?: OptimizerLike;
  /**
   * What training makes small: a name, one of `losses` with options, or a function of targets and predictions. A model of several
   * outputs takes one for all, a list in their order, or an object by their names; null for an output that learns nothing.
   */
  loss: PerOutput<LossLike>;
  /** How much each output's loss counts in the sum that training makes small. Default 1 each. */
  lossWeights?: PerOutput<number>;
  /** What else is reported: one metric or several; by output where there are several outputs. */
  metrics?: MetricsLike;
  /** What else is reported with every sample counted by its `sampleWeight` or `classWeight`. */
  weightedMetrics?: MetricsLike;
  /**
   * Whether training, `evaluate` and `predict` run in TensorFlow graphs, several times faster. Default true; what a graph cannot hold
   * then runs operation by operation, with a note that says why. False always does so, which shows errors where they happen
   * (Keras's `run_eagerly`).
   */
  graph?: boolean;
}

const optionNames = {
  optimizer: 1,
  loss: 1,
  lossWeights: 1,
  metrics: 1,
  weightedMetrics: 1,
  graph: 1,
} satisfies Record<keyof CompileOptions, 1>;

/** How one output of a model is trained. */
export interface CompiledOutput {
  /** Undefined for an output that learns nothing. */
  readonly loss: Loss | undefined;
  /** How much the loss counts in the sum of all. */
  readonly lossWeight: number;
}

/** What a compiled model trains with. */
export interface Compiled {
  readonly optimizer: Optimizer;
  /** One entry for each output of the model, in its order. */
  readonly outputs: readonly CompiledOutput[];
  /** The keys under which the outputs' own losses are reported, those that have one; empty where there is but one loss. */
  readonly lossNames: readonly string[];
  /** What is reported beside the losses, the weighted metrics last. */
  readonly metrics: readonly OutputMetric[];
  /** What `compile` was given, which files keep. */
  readonly given: CompileOptions;
}

/**
 * @param names the outputs' names; undefined where the model has one output and does not know its name yet
 * @throws Error for a name that does not exist; it lists the names that do
 */
export function resolveCompile(options: CompileOptions, names?: readonly string[]): Compiled {
  checkOptions("compile", options, optionNames);
  const losses = resolveLosses(options.loss, names);
  const weights = resolveWeights(options.lossWeights, names);
  const outputs = losses.map((loss, i) => ({ loss, lossWeight: weights[i]! }));
  const reported = outputs.flatMap(({ loss }, i) => (loss === undefined ? [] : [`${names?.[i]}_loss`]));
  return {
    optimizer: resolveOptimizer(options.optimizer),
    outputs,
    lossNames: reported.length > 1 ? reported : [],
    metrics: resolveOutputMetrics(options.metrics, options.weightedMetrics, names),
    given: options,
  };
}

/** The keys of what is reported: the loss, each output's own where there are several, the metrics. */
export function reportedNames({ lossNames, metrics }: Compiled): string[] {
  return ["loss", ...lossNames, ...metrics.map(({ metric }) => metric.name)];
}

function resolveLosses(
  given: CompileOptions["loss"],
  names: readonly string[] | undefined,
): (Loss | undefined)[] {
  const isOne = (value: unknown): value is LossLike => !isSeveral(value, "perSample");
  const losses = perOutput<LossLike>(given, { option: "loss", names, isOne });
  const missing = names?.filter((_, i) => losses[i] === undefined) ?? [];
  if (missing.length > 0) {
    throw new RangeError(
      `loss names no loss for ${missing.join(", ")}, but the model has ${outputsText(names)}: null for an output that learns nothing`,
    );
  }
  if (losses.every((loss) => loss === null)) {
    throw new RangeError("no output has a loss: give one to at least one output");
  }
  return losses.map((loss) => (loss === null ? undefined : resolveLoss(loss as LossLike)));
}

function resolveWeights(
  given: CompileOptions["lossWeights"],
  names: readonly string[] | undefined,
): number[] {
  const isOne = (value: unknown): value is number => typeof value !== "object";
  return perOutput<number>(given ?? 1, { option: "lossWeights", names, isOne }).map((weight) => {
    if (weight === undefined || weight === null) return 1;
    if (typeof weight === "number" && !Number.isNaN(weight)) return weight;
    throw new TypeError(`lossWeights are numbers, got ${String(weight)}`);
  });
}

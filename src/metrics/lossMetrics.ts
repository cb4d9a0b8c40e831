import * as losses from "../losses/index.ts";
import type { Loss } from "../losses/loss.ts";
import { pascalCase } from "../training/errors.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, meanMetric } from "./metric.ts";

/** The options of a metric that is a cross-entropy between rows of probabilities. */
export interface CrossentropyOptions extends MetricOptions {
  /** Whether the model's output are logits, without softmax or sigmoid. Default false. */
  fromLogits?: boolean;
  /** The share of each target that is spread over all classes. Default 0. */
  labelSmoothing?: number;
}

/** The options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCrossentropyOptions extends MetricOptions {
  /** Whether the model's output are logits, without softmax. Default false. */
  fromLogits?: boolean;
  /** A label that does not count, e.g. 0 for padding. Default: all count. */
  ignoreClass?: number;
}

function measured(name: string, loss: Loss): Metric {
  const className = pascalCase(loss.name === "log_cosh" ? "log_cosh_error" : loss.name);
  const metric = meanMetric(name, (input) => loss.perSample(input));
  return kept(className, loss.options ?? {}, metric);
}

/**
 * Cross-entropy between targets 0 or 1 and predicted probabilities, over all samples: `keras.metrics.BinaryCrossentropy`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.binaryCrossentropy()] });
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Metric {
  const { name = "binary_crossentropy", ...settings } = options;
  return measured(name, losses.binaryCrossentropy(settings));
}

/**
 * Cross-entropy between one-hot rows and predicted probabilities, over all samples: `keras.metrics.CategoricalCrossentropy`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.categoricalCrossentropy()] });
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Metric {
  const { name = "categorical_crossentropy", ...settings } = options;
  return measured(name, losses.categoricalCrossentropy(settings));
}

/**
 * Cross-entropy between class labels and predicted probabilities, over all samples: `keras.metrics.SparseCategoricalCrossentropy`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.sparseCategoricalCrossentropy()] });
 */
export function sparseCategoricalCrossentropy(options: SparseCrossentropyOptions = {}): Metric {
  const { name = "sparse_categorical_crossentropy", ...settings } = options;
  return measured(name, losses.sparseCategoricalCrossentropy(settings));
}

/**
 * The mean of the squared differences, over all samples: `keras.metrics.MeanSquaredError`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.meanSquaredError()] });
 */
export function meanSquaredError({ name = "mean_squared_error" }: MetricOptions = {}): Metric {
  return measured(name, losses.meanSquaredError());
}

/**
 * The mean of the absolute differences, over all samples: `keras.metrics.MeanAbsoluteError`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.meanAbsoluteError()] });
 */
export function meanAbsoluteError({ name = "mean_absolute_error" }: MetricOptions = {}): Metric {
  return measured(name, losses.meanAbsoluteError());
}

/**
 * The mean of the absolute differences in percent of the targets, over all samples: `keras.metrics.MeanAbsolutePercentageError`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.meanAbsolutePercentageError()] });
 */
export function meanAbsolutePercentageError({
  name = "mean_absolute_percentage_error",
}: MetricOptions = {}): Metric {
  return measured(name, losses.meanAbsolutePercentageError());
}

/**
 * The mean squared difference of `log(1 + x)`, over all samples: `keras.metrics.MeanSquaredLogarithmicError`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.meanSquaredLogarithmicError()] });
 */
export function meanSquaredLogarithmicError({
  name = "mean_squared_logarithmic_error",
}: MetricOptions = {}): Metric {
  return measured(name, losses.meanSquaredLogarithmicError());
}

/**
 * The mean logarithm of the hyperbolic cosine of the differences, over all samples: `keras.metrics.LogCoshError`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.logCoshError()] });
 */
export function logCoshError({ name = "logcosh" }: MetricOptions = {}): Metric {
  return measured(name, losses.logCosh());
}

/**
 * The mean of `max(1 - target * output, 0)`, for targets -1 and 1 or 0 and 1, over all samples: `keras.metrics.Hinge`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.hinge()] });
 */
export function hinge({ name = "hinge" }: MetricOptions = {}): Metric {
  return measured(name, losses.hinge());
}

/**
 * The mean of `max(1 - target * output, 0) ** 2`, for targets -1 and 1 or 0 and 1, over all samples: `keras.metrics.SquaredHinge`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.squaredHinge()] });
 */
export function squaredHinge({ name = "squared_hinge" }: MetricOptions = {}): Metric {
  return measured(name, losses.squaredHinge());
}

/**
 * How far the right class stays behind the best wrong one, plus 1, on average; targets are one-hot rows, over all samples: `keras.metrics.CategoricalHinge`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.categoricalHinge()] });
 */
export function categoricalHinge({ name = "categorical_hinge" }: MetricOptions = {}): Metric {
  return measured(name, losses.categoricalHinge());
}

/**
 * How far predicted probabilities are from the targets' ones, on average, over all samples: `keras.metrics.KLDivergence`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.klDivergence()] });
 */
export function klDivergence({ name = "kl_divergence" }: MetricOptions = {}): Metric {
  return measured(name, losses.klDivergence());
}

/**
 * The mean of `output - target * log(output)`, for counts, over all samples: `keras.metrics.Poisson`. Targets and outputs have the shapes of the loss of that name.
 *
 * @example model.compile({ loss: "mse", metrics: [metrics.poisson()] });
 */
export function poisson({ name = "poisson" }: MetricOptions = {}): Metric {
  return measured(name, losses.poisson());
}

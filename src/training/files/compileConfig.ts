import type { Json, JsonObject } from "../../formats/index.ts";
import type { Loss } from "../../losses/loss.ts";
import { lossesByName, lossNamed } from "../../losses/names.ts";
import type { LossLike } from "../../losses/resolve.ts";
import { fromKerasKey, toKerasKey } from "../../optimizers/config.ts";
import { deserialize, type KerasObjectLike } from "../../optimizers/deserialize.ts";
import { TfjsOptimizerAdapter } from "../../optimizers/tfjsOptimizer.ts";
import type { Compiled, CompileOptions } from "../compiled.ts";
import { pascalCase, snakeCase } from "../errors.ts";
import { isSeveral, type PerOutput } from "../perOutput.ts";
import { type CustomObjects, customNamed } from "./customObjects.ts";
import { isByName, metricsConfig, metricsOf } from "./metricConfig.ts";

/**
 * Keras's `compile_config` of a compiled model; undefined for an optimizer of `tf.train`, whose state and settings tfjs keeps to
 * itself.
 */
export function toCompileConfig({ optimizer, outputs, given }: Compiled): JsonObject | undefined {
  if (optimizer instanceof TfjsOptimizerAdapter) {
    console.warn(
      `the file holds the model without how it was compiled: tf.train's ${optimizer.name} cannot be saved; ` +
        "compile with optimizers of this library to go on training after loading",
    );
    return undefined;
  }
  return {
    optimizer: optimizer.getConfig() as unknown as JsonObject,
    loss: configOfEach(given.loss, "perSample", lossConfig),
    loss_weights: (given.lossWeights as Json | undefined) ?? null,
    metrics: metricsConfig(given.metrics, outputs.length),
    weighted_metrics: metricsConfig(given.weightedMetrics, outputs.length),
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}

/** What `compile` is called with after loading. @throws Error for a name that neither Keras nor `customObjects` has */
export function fromCompileConfig(config: JsonObject, custom: CustomObjects = {}): CompileOptions {
  const { optimizer, loss, loss_weights, metrics, weighted_metrics } = config;
  return {
    ...(optimizer ? { optimizer: optimizerOf(optimizer) } : {}),
    loss: ofEach<LossLike>(loss ?? null, (one) => lossOf(one, custom)),
    ...(loss_weights ? { lossWeights: loss_weights as PerOutput<number> } : {}),
    metrics: metricsOf(metrics ?? null, custom),
    weightedMetrics: metricsOf(weighted_metrics ?? null, custom),
  };
}

/** The configuration of one thing, of a list of them, or of an object of them by the outputs' names. */
function configOfEach<T>(given: PerOutput<T>, method: string, configOf: (one: T) => Json): Json {
  if (!isSeveral(given, method)) return configOf(given as T);
  const of = (one: T | null) => (one === null ? null : configOf(one));
  if (Array.isArray(given)) return (given as readonly (T | null)[]).map(of);
  const byName = Object.entries(given as Readonly<Record<string, T | null>>);
  return Object.fromEntries(byName.map(([name, one]) => [name, of(one)]));
}

/** What {@link configOfEach} describes. */
function ofEach<T>(config: Json, make: (one: Json) => T): PerOutput<T> {
  const of = (one: Json) => (one === null ? null : make(one));
  if (Array.isArray(config)) return config.map(of);
  if (!isByName(config)) return make(config);
  return Object.fromEntries(Object.entries(config).map(([name, one]) => [name, of(one)]));
}

function optimizerOf(config: Json) {
  return typeof config === "string" ? (config as "adam") : deserialize(config as unknown as KerasObjectLike);
}

function lossConfig(loss: LossLike): Json {
  // In full: Keras does not find short names such as "mse" again in its .h5 files.
  if (typeof loss === "string") return lossNamed(loss)?.name ?? loss;
  if (typeof loss === "function") return loss.name === "" ? null : snakeCase(loss.name);
  const { name, options } = loss as Loss & { options?: Record<string, Json> };
  const settings = Object.entries(options ?? {}).map(([key, value]) => [toKerasKey(key), value]);
  const config = {
    name,
    reduction: loss.reduction ?? "sum_over_batch_size",
    ...Object.fromEntries(settings),
  };
  return { module: "keras.losses", class_name: pascalCase(name), config, registered_name: null };
}

function lossOf(config: Json, custom: CustomObjects): LossLike {
  if (typeof config === "string") return customNamed(custom, config) as LossLike;
  const { class_name: className, config: settings } = (config ?? {}) as {
    class_name?: string;
    config?: JsonObject;
  };
  if (className === undefined) {
    throw new Error("the file names no loss");
  }
  if (typeof settings !== "object" || className === "function") {
    const name = String(settings ?? className);
    return customNamed(custom, name) as LossLike;
  }
  const makers = lossesByName as unknown as Record<string, (options: object) => Loss>;
  const name = snakeCase(className);
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make === undefined) return customNamed(custom, className) as LossLike;
  return make(knownSettings(settings));
}

const ignored = new Set(["name", "dtype"]);

function knownSettings(settings: JsonObject): Record<string, unknown> {
  const entries = Object.entries(settings).filter(
    ([key, value]) => value !== null && !ignored.has(key) && !(key === "axis" && value === -1),
  );
  return Object.fromEntries(entries.map(([key, value]) => [fromKerasKey(key), value]));
}

import type { Json, JsonObject } from "../../formats/index.ts";
import { type Metric, named } from "../../metrics/metric.ts";
import { type MetricLike, type MetricName, resolveMetric } from "../../metrics/resolve.ts";
import { fromKerasKey, toKerasKey } from "../../optimizers/config.ts";
import type { CompileOptions } from "../compiled.ts";
import { snakeCase } from "../errors.ts";
import type { MetricsLike } from "../outputMetrics.ts";
import { isSeveral } from "../perOutput.ts";
import { type CustomObjects, customNamed } from "./customObjects.ts";
import { METRIC_CLASSES, type MetricClass } from "./metricClasses.ts";

type OneOrMore = MetricLike | readonly MetricLike[];

/** Metrics as `compile_config` holds them: a list, or for several outputs one entry each. */
export function metricsConfig(given: CompileOptions["metrics"], outputs: number): Json {
  if (given === undefined) return null;
  const list = (entry: OneOrMore | null) => (entry === null ? null : [entry].flat().flatMap(oneMetric));
  if (Array.isArray(given)) {
    const entries = given as readonly (OneOrMore | null)[];
    return outputs === 1 ? entries.flatMap((entry) => list(entry) ?? []) : entries.map(list);
  }
  if (!isSeveral(given, "sums")) return list(given as MetricLike);
  const byName = Object.entries(given as Readonly<Record<string, OneOrMore | null>>);
  return Object.fromEntries(byName.map(([name, entry]) => [name, list(entry)]));
}

function oneMetric(metric: MetricLike): Json[] {
  if (typeof metric === "string") return [metric];
  return typeof metric === "function" ? [snakeCase(metric.name)] : metricObject(metric);
}

const warned = new WeakSet<Metric>();

/** A metric with its settings; one of a user's own, of which there is no class, stays behind, which is said once. */
function metricObject(metric: Metric): Json[] {
  const { name, config } = metric;
  if (config !== undefined) {
    const { className, options } = config;
    const settings = kerasSettings(className, options);
    return [
      {
        module: "keras.metrics",
        class_name: className,
        config: { name, ...settings },
        registered_name: null,
      },
    ];
  }
  // `metrics.accuracy()` decides by shapes, for which Keras has the name alone.
  if (isMetricName(snakeCase(name))) return [snakeCase(name)];
  if (!warned.has(metric)) {
    warned.add(metric);
    console.warn(
      `the file does not hold the metric ${name}: compile the model again after loading to report it`,
    );
  }
  return [];
}

function kerasSettings(className: string, options: object): JsonObject {
  const known = [...(METRIC_CLASSES[className]?.settings.keys() ?? [])];
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([option, value]) => [
      known.find((key) => fromKerasKey(key) === option) ?? toKerasKey(option),
      value as Json,
    ]),
  );
}

function isMetricName(name: string): boolean {
  try {
    resolveMetric(name as MetricName);
    return true;
  } catch {
    return false;
  }
}

/**
 * The metrics that `compile_config` describes.
 *
 * @throws Error for a class that neither the library nor `customObjects` has, or a setting that is not supported
 */
export function metricsOf(config: Json, custom: CustomObjects): MetricsLike {
  const one = (metric: Json): MetricLike => metricOf(metric, custom);
  const entry = (of: Json) => (of === null ? null : Array.isArray(of) ? of.map(one) : one(of));
  if (config === null) return [];
  if (Array.isArray(config)) return config.map(entry);
  if (!isByName(config)) return one(config);
  return Object.fromEntries(Object.entries(config).map(([name, of]) => [name, entry(of)]));
}

/** Keras describes an object by its class; what has none is an object of several by name. */
export function isByName(config: Json): config is JsonObject {
  return typeof config === "object" && config !== null && !Array.isArray(config) && !("class_name" in config);
}

function metricOf(metric: Json, custom: CustomObjects): MetricLike {
  if (typeof metric === "string") return customNamed(custom, metric) as MetricLike;
  const { class_name: className, config } = metric as { class_name: string; config: Json };
  // Keras wraps functions.
  if (className === "function") return metricOf(config, custom);
  const settings = (config ?? {}) as JsonObject;
  if (Object.hasOwn(custom, className)) return customMetric(custom[className], settings);
  if (className === "MeanMetricWrapper") {
    const made = resolveMetric(metricOf(settings.fn ?? settings.name ?? null, custom));
    return named(made, String(settings.name ?? made.name));
  }
  const known = METRIC_CLASSES[className];
  if (known !== undefined) return known.make(optionsOf(className, known, settings) as never);
  throw new Error(`the metric ${className} is not this library's`);
}

/** A metric of the user's own: made by its `fromConfig` where it has one, else as it is. */
function customMetric(given: unknown, config: JsonObject): MetricLike {
  const { fromConfig } = given as { fromConfig?: (config: JsonObject) => Metric };
  return typeof fromConfig === "function" ? fromConfig.call(given, config) : (given as MetricLike);
}

function optionsOf(className: string, { settings }: MetricClass, config: JsonObject): Record<string, Json> {
  const { name = null, dtype: _, ...given } = config;
  const set = Object.entries(given).filter(([, value]) => value !== null);
  const refused = set.find(([key, value]) => {
    const fixed = settings.get(key);
    return !settings.has(key) || (fixed !== undefined && fixed !== JSON.stringify(value));
  });
  // Keras then reports one number a class.
  const lacksAverage = settings.has("average") && given.average === null;
  if (refused !== undefined || lacksAverage) {
    const [key, value] = refused ?? ["average", null];
    throw new Error(
      `the metric ${className} has the setting ${key} = ${JSON.stringify(value)}, which is not supported here`,
    );
  }
  const options = set.filter(([key]) => settings.get(key) === undefined);
  return {
    ...Object.fromEntries(options.map(([key, value]) => [fromKerasKey(key), value])),
    ...(name !== null && { name }),
  };
}

import { type Metric, named, weighted } from "../metrics/metric.ts";
import { type MetricLike, resolveMetrics } from "../metrics/resolve.ts";
import { isSeveral, outputsText, perOutput } from "./perOutput.ts";

/**
 * Metrics as `compile` takes them: one or several; for a model of several outputs a list with an entry for each, or an object by
 * the outputs' names.
 */
export type MetricsLike =
  | MetricLike
  | readonly (MetricLike | readonly MetricLike[] | null)[]
  | Readonly<Record<string, MetricLike | readonly MetricLike[] | null>>;

/** A metric of one of the model's outputs. */
export interface OutputMetric {
  /** The output's place. */
  readonly output: number;
  /** The metric, named as it is reported. */
  readonly metric: Metric;
}

type OneOrMore = MetricLike | readonly MetricLike[];

/** The metrics of all outputs under Keras's keys, the weighted ones last. @throws Error for a name that does not exist */
export function resolveOutputMetrics(
  plain: MetricsLike | undefined,
  weightedOnes: MetricsLike | undefined,
  names: readonly string[] | undefined,
): OutputMetric[] {
  const counts = new Map<string, number>();
  const prefix = (output: number) => (names !== undefined && names.length > 1 ? `${names[output]}_` : "");
  const unique = (metric: Metric, full: string): Metric => {
    const count = counts.get(full) ?? 0;
    counts.set(full, count + 1);
    return count === 0 ? renamed(metric, full) : named(metric, `${full}_${count}`);
  };
  const first = metricsOf("metrics", plain, names).map(({ output, metric }) => ({
    output,
    metric: unique(metric, prefix(output) + metric.name),
  }));
  const last = metricsOf("weightedMetrics", weightedOnes, names).map(({ output, metric }) => {
    const full = prefix(output) + metric.name;
    const free = counts.has(full) ? `${prefix(output)}weighted_${metric.name}` : full;
    return { output, metric: unique(weighted(metric), free) };
  });
  return [...first, ...last];
}

function renamed(metric: Metric, name: string): Metric {
  return metric.name === name ? metric : named(metric, name);
}

function metricsOf(
  option: string,
  given: MetricsLike | undefined,
  names: readonly string[] | undefined,
): OutputMetric[] {
  if (given === undefined) return [];
  return distributed(option, given, names).flatMap((metrics, output) =>
    resolveMetrics(metrics ?? []).map((metric) => ({ output, metric })),
  );
}

/** A model of one output takes a list of any length; with several outputs a list has an entry for each, as in Keras. */
function distributed(
  option: string,
  given: MetricsLike,
  names: readonly string[] | undefined,
): (OneOrMore | null | undefined)[] {
  const count = names?.length ?? 1;
  if (Array.isArray(given)) {
    const list = given as readonly (OneOrMore | null)[];
    if (count === 1) return [list.flatMap((entry) => entry ?? []) as readonly MetricLike[]];
    if (list.length === count || list.length === 0) return [...list];
    throw new RangeError(
      `${option} is a list of ${list.length}, but the model has ${outputsText(names)}: give a list with an entry for each ` +
        `output, or an object such as { ${names![0]}: ["mae"] }`,
    );
  }
  const isOne = (value: unknown): value is OneOrMore => !isSeveral(value, "sums");
  return perOutput<OneOrMore>(given as MetricLike, { option, names, isOne });
}

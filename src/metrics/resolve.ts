import { unknownName } from "../training/errors.ts";
import { accuracy } from "./accuracy.ts";
import type { Metric } from "./metric.ts";

const metrics: Record<string, Metric> = { accuracy, acc: accuracy };

/** Keras's names of the metrics. */
export type MetricName = "accuracy" | "acc";

/** One metric or several; a bare string is a list of one, as older Keras allows. @throws Error for an unknown name. */
export function resolveMetrics(given: MetricName | Metric | readonly (MetricName | Metric)[] = []): Metric[] {
  const list = Array.isArray(given)
    ? (given as readonly (MetricName | Metric)[])
    : [given as MetricName | Metric];
  return list.map((metric) => {
    if (typeof metric !== "string") return metric;
    const found = metrics[metric.toLowerCase()];
    if (found === undefined) throw unknownName("metric", metric, Object.keys(metrics));
    return found;
  });
}

import { uniqueName } from "../layers/uniqueName.ts";
import { tf } from "../tensorflow.ts";
import type { MetricOptions } from "./accuracy.ts";
import { kept, type Metric, ratio } from "./metric.ts";
import { countAt } from "./thresholds.ts";

/** The options of {@link auc}. */
export interface AucOptions extends MetricOptions {
  /** How many thresholds approximate the curve. Default 200. */
  numThresholds?: number;
  /** Which curve: true against false positive rate, or precision against recall. Default `"ROC"`. */
  curve?: "ROC" | "PR";
  /** How the area between two thresholds is measured. Default `"interpolation"`. */
  summationMethod?: "interpolation" | "minoring" | "majoring";
  /** Thresholds of your own between 0 and 1. Default: evenly spaced. */
  thresholds?: readonly number[];
  /** Whether the model's output are logits, without sigmoid. Default false. */
  fromLogits?: boolean;
}

/** Counts of all batches, one number for each threshold, thresholds ascending. */
interface Totals {
  tp: readonly number[];
  fp: readonly number[];
  tn: readonly number[];
  fn: readonly number[];
}

/**
 * The area under the ROC or precision-recall curve, approximated at thresholds: `keras.metrics.AUC`. Targets are 0 and 1, one for
 * each output.
 *
 * @throws RangeError for fewer than 2 thresholds
 * @example model.compile({ loss: "bce", metrics: [metrics.auc({ curve: "PR" })] });
 */
export function auc(options: AucOptions = {}): Metric {
  const { name = uniqueName("auc"), curve = "ROC", summationMethod = "interpolation" } = options;
  const limits = thresholdsOf(options);
  return kept("AUC", options, {
    name,
    size: () => 4 * limits.length,
    sums(input) {
      const output = options.fromLogits ? tf.sigmoid(input.output) : input.output;
      const counts = countAt(limits, { ...input, output });
      return tf.concat([
        counts.truePositives,
        counts.falsePositives,
        counts.trueNegatives,
        counts.falseNegatives,
      ]);
    },
    result(totals) {
      const [tp, fp, tn, fn] = [0, 1, 2, 3].map((i) =>
        totals.slice(i * limits.length, (i + 1) * limits.length),
      );
      const counts = { tp: tp!, fp: fp!, tn: tn!, fn: fn! };
      if (curve === "PR" && summationMethod === "interpolation") return interpolatedPrecision(counts);
      return area(counts, curve, summationMethod);
    },
  });
}

function thresholdsOf({ numThresholds = 200, thresholds }: AucOptions): number[] {
  if (!(numThresholds >= 2)) throw new RangeError(`numThresholds is at least 2, got ${numThresholds}`);
  const inner = thresholds
    ? [...thresholds].sort((a, b) => a - b)
    : Array.from({ length: numThresholds - 2 }, (_, i) => (i + 1) / (numThresholds - 1));
  return [-1e-7, ...inner, 1 + 1e-7];
}

function area({ tp, fp, tn, fn }: Totals, curve: "ROC" | "PR", method: string): number {
  const recall = tp.map((hits, i) => ratio(hits, hits + fn[i]!));
  const other =
    curve === "ROC" ? fp.map((n, i) => ratio(n, n + tn[i]!)) : tp.map((n, i) => ratio(n, n + fp[i]!));
  const [x, y] = curve === "ROC" ? [other, recall] : [recall, other];
  return sumOf(x.length - 1, (i) => {
    const [high, low] = [y[i]!, y[i + 1]!];
    const heights = {
      interpolation: (high + low) / 2,
      minoring: Math.min(high, low),
      majoring: Math.max(high, low),
    };
    return (x[i]! - x[i + 1]!) * heights[method as keyof typeof heights];
  });
}

/** Davis and Goadrich (2006): between two thresholds precision does not follow a straight line. */
function interpolatedPrecision({ tp, fp, fn }: Totals): number {
  const positive = tp.map((hits, i) => hits + fp[i]!);
  return sumOf(tp.length - 1, (i) => {
    const [all, next] = [positive[i]!, positive[i + 1]!];
    const slope = ratio(tp[i]! - tp[i + 1]!, Math.max(all - next, 0));
    const intercept = tp[i + 1]! - slope * next;
    const share = all > 0 && next > 0 ? all / next : 1;
    const gained = slope * (tp[i]! - tp[i + 1]! + intercept * Math.log(share));
    return ratio(gained, tp[i + 1]! + fn[i + 1]!);
  });
}

function sumOf(length: number, value: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += value(i);
  return sum;
}

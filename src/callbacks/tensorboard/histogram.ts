import type { SummaryValue } from "./messages.ts";
import { matrixTensor } from "./messages.ts";

const buckets = 30;

/** A histogram of numbers in 30 buckets, as TensorFlow's `tf.summary.histogram` makes it. */
export function histogram(tag: string, values: ArrayLike<number>): SummaryValue {
  return { tag, plugin: { name: "histograms", dataClass: 2 }, tensor: matrixTensor(bucketsOf(values), 3) };
}

/** Rows of left edge, right edge, count. */
function bucketsOf(values: ArrayLike<number>): number[][] {
  if (values.length === 0) return [];
  let [low, high] = [values[0]!, values[0]!];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  const counts = new Array<number>(buckets).fill(0);
  if (low === high) {
    counts[buckets - 1] = values.length;
    return counts.map((count) => [low - 0.5, high + 0.5, count]);
  }
  const width = (high - low) / buckets;
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(buckets - 1, Math.floor((values[i]! - low) / width))]! += 1;
  }
  return counts.map((count, i) => [low + i * width, i === buckets - 1 ? high : low + (i + 1) * width, count]);
}

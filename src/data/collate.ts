import { array, type Numbers } from "../array/create.ts";
import { stack } from "../array/join.ts";
import { NDArray } from "../array/ndarray.ts";
import type { Batch } from "./arrayDataset.ts";

/** One part of a sample: an array, a number, or nested lists of numbers. */
export type Part = NDArray | Numbers;

/** An input and its target. */
export type Sample = readonly [input: Part, target: Part];

/**
 * Joins samples into a batch, as PyTorch's `default_collate`: whole numbers become int32, other numbers float32, arrays keep
 * their dtype.
 *
 * @throws RangeError when the samples differ in shape
 */
export function collate(samples: readonly Sample[]): Batch {
  return [join(samples.map(([input]) => input)), join(samples.map(([, target]) => target))];
}

function join(parts: readonly Part[]): NDArray {
  if (parts.every((part) => typeof part === "number")) {
    return array([...parts], parts.every(Number.isInteger) ? "int32" : "float32");
  }
  return stack(parts.map((part) => (part instanceof NDArray ? part : array(part))) as NDArray[]);
}

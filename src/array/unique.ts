import type { DType } from "./dtype.ts";
import { allocate } from "./dtype.ts";
import { NDArray } from "./ndarray.ts";

/**
 * The distinct values of an array in ascending order, and how often each occurs:
 * numpy's `np.unique(a, return_counts=True)`.
 *
 * @param array any shape and dtype
 * @returns the values, with the array's dtype, and their counts as int32; both have one axis
 * @example
 * const [values, counts] = unique(trainTarget);
 */
export function unique<D extends DType>(array: NDArray<D>): [values: NDArray<D>, counts: NDArray<"int32">] {
  const counts = new Map<number, number>();
  for (const value of array.data) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const values = allocate(array.dtype, sorted.length);
  values.set(sorted.map(([value]) => value));
  return [
    new NDArray(values, [sorted.length], array.dtype),
    new NDArray(
      Int32Array.from(sorted, ([, count]) => count),
      [sorted.length],
      "int32",
    ),
  ];
}

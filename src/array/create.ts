import type { DType } from "./dtype.ts";
import { allocate } from "./dtype.ts";
import { NDArray, type Nested } from "./ndarray.ts";

/**
 * An array from nested JavaScript arrays of numbers: numpy's `np.array`.
 *
 * @param values numbers nested to one depth, every row of an axis equally long
 * @param dtype the type of the elements (default `float32`, in which models compute)
 * @throws RangeError when rows differ in length or depth
 * @example array([[0, 1], [1, 0]], "int32").shape; // [2, 2]
 */
export function array<D extends DType = "float32">(values: Nested, dtype = "float32" as D): NDArray<D> {
  const shape: number[] = [];
  for (let level = values; Array.isArray(level); level = level[0] ?? 0) shape.push(level.length);
  const flat: number[] = [];
  flatten(values, shape, flat);
  const data = allocate(dtype, flat.length);
  data.set(flat);
  return new NDArray(data, shape, dtype);
}

function flatten(values: Nested, shape: readonly number[], into: number[]): void {
  const [length, ...rest] = shape;
  if (!Array.isArray(values)) {
    if (length !== undefined) throw ragged(`the number ${values}`, `${length} values`);
    into.push(values);
    return;
  }
  if (values.length !== length) throw ragged(`${values.length} values`, length ?? "a number");
  for (const value of values) flatten(value, rest, into);
}

function ragged(found: string, expected: number | string): RangeError {
  return new RangeError(
    `array() needs rows of one length and depth: found ${found} where ${expected} belong`,
  );
}

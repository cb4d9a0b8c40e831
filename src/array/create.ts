import { allocate, type DType, type DTypes, dtypeOf } from "./dtype.ts";
import { NDArray } from "./ndarray.ts";

/** Numbers in nested arrays, of which the innermost may be typed arrays. */
export type Numbers = number | DTypes[DType] | readonly Numbers[];

/**
 * A copy of numbers as an array: numpy's `np.array`.
 *
 * @param values numbers nested to one depth, every row of an axis equally long; or one typed array
 * @param dtype the type of the elements; by default `float32`, in which models compute, or what a single typed array holds
 * @throws RangeError when rows differ in length or depth
 * @throws TypeError for values that are not numbers
 * @example array([[0, 1], [1, 0]], "int32").shape; // [2, 2]
 * @example array(Uint8Array.of(1, 2, 3)).dtype; // "uint8"
 */
export function array<D extends DType>(values: Numbers, dtype: D): NDArray<D>;
export function array<T extends DTypes[DType]>(values: T): NDArray<DTypeOf<T>>;
export function array(values: number | readonly Numbers[]): NDArray<"float32">;
export function array(values: Numbers, dtype?: DType): NDArray;
export function array(
  values: Numbers,
  dtype: DType = isTyped(values) ? dtypeOf(values) : "float32",
): NDArray {
  const shape: number[] = [];
  for (let level = values; isList(level); level = level[0] ?? 0) shape.push(level.length);
  if (isTyped(values)) return filled(values, shape, dtype);
  const flat: number[] = [];
  flatten(values, shape, flat);
  return filled(flat, shape, dtype);
}

type DTypeOf<T> = T extends Uint8Array
  ? "uint8"
  : T extends Int32Array
    ? "int32"
    : T extends Float32Array
      ? "float32"
      : "float64";

function filled(numbers: ArrayLike<number>, shape: readonly number[], dtype: DType): NDArray {
  const data = allocate(dtype, numbers.length);
  data.set(numbers);
  return new NDArray(data, shape, dtype);
}

function isTyped(values: unknown): values is DTypes[DType] {
  return ArrayBuffer.isView(values) && "length" in values;
}

function isList(values: Numbers): values is DTypes[DType] | readonly Numbers[] {
  return Array.isArray(values) || isTyped(values);
}

function flatten(values: Numbers, shape: readonly number[], into: number[]): void {
  const [length, ...rest] = shape;
  if (!isList(values)) {
    if (typeof values !== "number") {
      throw new TypeError(`array() needs numbers, got ${values === null ? "null" : typeof values}`);
    }
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

import { inspect } from "node:util";
import { combine, withNumber } from "./broadcast.ts";
import { allocate, type DType, type DTypes, dtypeOf } from "./dtype.ts";
import { formatArray } from "./format.ts";
import { locate, nest, sliceBounds } from "./indexing.ts";
import { alongAxis, resolveAxis } from "./lanes.ts";
import { argMax, max, mean, min, sum } from "./reduce.ts";
import { formatShape, resolveIndex, resolveShape, sizeOf } from "./shape.ts";

/** Numbers nested as deep as the array has axes; what {@link NDArray.toArray} returns. */
export type Nested = number | Nested[];

/**
 * A dense n-dimensional array over one typed array, in row-major order: the small part of numpy's `ndarray`
 * that data sets, labels and predictions need. `fit`, `evaluate` and `predict` take it as it is.
 *
 * Views (`reshape`, `slice`, `at`) share `data` with the array they come from.
 *
 * @example
 * const a = new NDArray(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
 * a.shape; // [2, 3]
 * a.at(1); // uint8 (3,) [4 5 6]
 * a.div(2).mean(); // 1.75
 */
export class NDArray<D extends DType = DType> {
  /** The elements in row-major order. */
  readonly data: DTypes[D];
  /** The length of each axis. */
  readonly shape: readonly number[];
  /** The type of the elements. */
  readonly dtype: D;

  /**
   * @param data the elements in row-major order; kept, not copied
   * @param shape the length of each axis; one of them may be -1
   * @param dtype the type of the elements; by default what `data` holds
   * @throws RangeError when `data` does not fill the shape exactly
   */
  constructor(data: DTypes[D], shape: readonly number[] = [data.length], dtype = dtypeOf(data) as D) {
    this.data = data;
    this.shape = Object.freeze(resolveShape(shape, data.length));
    this.dtype = dtype;
  }

  /** How many elements there are. */
  get size(): number {
    return this.data.length;
  }

  /** How many axes there are. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The length of the first axis: how many samples a data set has. */
  get length(): number {
    return this.shape[0] ?? 1;
  }

  /**
   * The same elements under another shape, without a copy; one length may be -1 (numpy's `reshape`).
   *
   * @throws RangeError when the shape holds another number of elements
   * @example trainInput.reshape(-1, 28 * 28).shape; // [60000, 784]
   */
  reshape(...shape: number[]): NDArray<D> {
    return new NDArray(this.data, resolveShape(shape, this.size), this.dtype);
  }

  /** Rows `start` to `end` (exclusive) along the first axis, as a view: numpy's `a[start:end]`. */
  slice(start?: number, end?: number): NDArray<D> {
    if (this.ndim === 0) throw new RangeError("an array without axes cannot be sliced");
    const row = sizeOf(this.shape.slice(1));
    const [from, to] = sliceBounds(this.length, start, end);
    const data = this.data.subarray(from * row, to * row) as DTypes[D];
    return new NDArray(data, [to - from, ...this.shape.slice(1)], this.dtype);
  }

  /**
   * The part of the array at these leading indices, as a view: numpy's `a[i]`, `a[i, j]`.
   *
   * @throws RangeError for an index outside its axis
   */
  at(...indices: number[]): NDArray<D> {
    const { offset, rest } = locate(this.shape, indices);
    return new NDArray(this.data.subarray(offset, offset + sizeOf(rest)) as DTypes[D], rest, this.dtype);
  }

  /**
   * One element as a number: numpy's `a[i, j].item()`.
   *
   * @throws RangeError when the indices do not name exactly one element
   */
  item(...indices: number[]): number {
    const { offset, rest } = locate(this.shape, indices);
    if (sizeOf(rest) !== 1) {
      const named = `item(${indices.join(", ")}) names ${formatShape(rest)}`;
      throw new RangeError(`${named}, not one element; use at() for a part`);
    }
    return this.data[offset] as number;
  }

  /**
   * A copy of the rows at `indices`, in that order: numpy's `a[indices]`.
   *
   * @throws RangeError for an index outside the first axis
   */
  take(indices: ArrayLike<number>): NDArray<D> {
    const row = sizeOf(this.shape.slice(1));
    const data = allocate(this.dtype, indices.length * row);
    for (let i = 0; i < indices.length; i++) {
      const from = resolveIndex(indices[i]!, this.length) * row;
      data.set(this.data.subarray(from, from + row), i * row);
    }
    return new NDArray(data, [indices.length, ...this.shape.slice(1)], this.dtype);
  }

  /**
   * All axes from `startAxis` on as one, without a copy: PyTorch's `flatten(start_dim=...)`.
   *
   * @throws RangeError for an axis that the array does not have
   * @example images.flatten(1).shape; // [64, 784] for images of shape [64, 1, 28, 28]
   */
  flatten(startAxis = 0): NDArray<D> {
    const kept = this.ndim === 0 ? 0 : resolveAxis(startAxis, this.shape);
    return this.reshape(...this.shape.slice(0, kept), sizeOf(this.shape.slice(kept)));
  }

  /**
   * Every element divided by `divisor`, as float32. numpy would give float64; the models compute in float32, and the
   * division itself is done in float64 and rounded once, so the model sees exactly the numbers Keras would see.
   *
   * @param divisor a number, or an array whose shape fits by numpy's broadcasting
   * @example trainInput.div(255);
   */
  div(divisor: number | NDArray): NDArray<"float32"> {
    return this.#combine(divisor, (x, y) => x / y);
  }

  /** Every element plus a number, or plus the elements of an array that fits, as float32; see {@link NDArray.div}. */
  add(other: number | NDArray): NDArray<"float32"> {
    return this.#combine(other, (x, y) => x + y);
  }

  /** Every element minus a number, or minus the elements of an array that fits, as float32; see {@link NDArray.div}. */
  sub(other: number | NDArray): NDArray<"float32"> {
    return this.#combine(other, (x, y) => x - y);
  }

  /** Every element times a number, or times the elements of an array that fits, as float32; see {@link NDArray.div}. */
  mul(other: number | NDArray): NDArray<"float32"> {
    return this.#combine(other, (x, y) => x * y);
  }

  /** The elements converted to another dtype; a copy. */
  astype<To extends DType>(dtype: To): NDArray<To> {
    const data = allocate(dtype, this.size);
    if (dtype === "bool") for (let i = 0; i < this.size; i++) data[i] = this.data[i] ? 1 : 0;
    else data.set(this.data);
    return new NDArray(data, this.shape, dtype);
  }

  /**
   * The mean of all elements as a number, or along an axis as float32 (numpy's `mean`); of a comparison, the share that is true.
   *
   * @example valLabels.equal(valTarget).mean(); // accuracy
   */
  mean(): number;
  mean(axis: number): NDArray<"float32">;
  mean(axis?: number): number | NDArray<"float32"> {
    return axis === undefined ? mean(this.data) : this.#reduce(axis, mean, "float32");
  }

  /** The sum of all elements as a number, or along an axis as float64 (numpy's `sum`); of a comparison, how many are true. */
  sum(): number;
  sum(axis: number): NDArray<"float64">;
  sum(axis?: number): number | NDArray<"float64"> {
    return axis === undefined ? sum(this.data) : this.#reduce(axis, sum, "float64");
  }

  /** The largest element as a number, or the largest along an axis (numpy's `max`). @throws RangeError where there is none. */
  max(): number;
  max(axis: number): NDArray<D>;
  max(axis?: number): number | NDArray<D> {
    return axis === undefined ? max(this.data) : this.#reduce(axis, max, this.dtype);
  }

  /** The smallest element as a number, or the smallest along an axis (numpy's `min`). @throws RangeError where there is none. */
  min(): number;
  min(axis: number): NDArray<D>;
  min(axis?: number): number | NDArray<D> {
    return axis === undefined ? min(this.data) : this.#reduce(axis, min, this.dtype);
  }

  /**
   * The index of the largest element along an axis, the first one among equals: numpy's `argmax(axis=-1)`.
   *
   * @param axis which axis disappears; default the last, that of the classes in a model's output
   * @throws RangeError when the axis is empty or does not exist
   * @example (await model.predict(valScaled)).argMax();
   */
  argMax(axis = -1): NDArray<"int32"> {
    return this.#reduce(axis, argMax, "int32");
  }

  /**
   * Which elements equal a number or the element at the same place of another array: numpy's `a == b`.
   *
   * @throws RangeError when the shapes differ
   * @example predicted.equal(target).mean(); // accuracy
   */
  equal(other: number | NDArray): NDArray<"bool"> {
    if (typeof other !== "number" && formatShape(other.shape) !== formatShape(this.shape)) {
      const shapes = `${formatShape(this.shape)} and ${formatShape(other.shape)}`;
      throw new RangeError(`equal() needs one shape, got ${shapes}`);
    }
    const expected = (i: number) => (typeof other === "number" ? other : other.data[i]);
    const same = Uint8Array.from(this.data, (value, i) => (value === expected(i) ? 1 : 0));
    return new NDArray(same, this.shape, "bool");
  }

  /** The elements as nested JavaScript arrays. */
  toArray(): Nested {
    return nest(this.data, this.shape);
  }

  /** The elements as numpy prints them. */
  toString(): string {
    return formatArray(this);
  }

  [inspect.custom](): string {
    return formatArray(this);
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/plain": formatArray(this) };
  }

  #combine(other: number | NDArray, operation: (x: number, y: number) => number): NDArray<"float32"> {
    const { data, shape } =
      typeof other === "number" ? withNumber(this, other, operation) : combine(this, other, operation);
    return new NDArray(data, shape, "float32");
  }

  #reduce<To extends DType>(axis: number, reduce: (line: Float64Array) => number, dtype: To): NDArray<To> {
    const { values, shape } = alongAxis(this, axis, reduce);
    return new NDArray(values, shape, "float64").astype(dtype);
  }
}

import { inspect } from "node:util";
import { allocate, type DType, type DTypes, dtypeOf } from "./dtype.ts";
import { formatArray } from "./format.ts";
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
    return new NDArray(
      this.data.subarray(from * row, to * row) as DTypes[D],
      [to - from, ...this.shape.slice(1)],
      this.dtype,
    );
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
      throw new RangeError(
        `item(${indices.join(", ")}) names ${formatShape(rest)}, not one element; use at() for a part`,
      );
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
   * Every element divided by `divisor`, as float32. numpy would give float64; the models compute in float32, and the
   * division itself is done in float64 and rounded once, so the model sees exactly the numbers Keras would see.
   */
  div(divisor: number): NDArray<"float32"> {
    const { data } = this;
    const quotients = new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) quotients[i] = data[i]! / divisor;
    return new NDArray(quotients, this.shape, "float32");
  }

  /** The elements converted to another dtype; a copy. */
  astype<To extends DType>(dtype: To): NDArray<To> {
    const data = allocate(dtype, this.size);
    if (dtype === "bool") for (let i = 0; i < this.size; i++) data[i] = this.data[i] ? 1 : 0;
    else data.set(this.data);
    return new NDArray(data, this.shape, dtype);
  }

  /** The mean of all elements; of a comparison, the share that is true (numpy's `mean`). */
  mean(): number {
    let sum = 0;
    for (const value of this.data) sum += value;
    return sum / this.size;
  }

  /**
   * The index of the largest element along the last axis, the first one among equals: numpy's `argmax(axis=-1)`.
   *
   * @throws RangeError when the last axis is empty
   */
  argMax(): NDArray<"int32"> {
    const classes = this.shape.at(-1) ?? 1;
    if (classes === 0) throw new RangeError("argMax of an empty axis");
    const best = new Int32Array(this.size / classes);
    for (let row = 0; row < best.length; row++) {
      const from = row * classes;
      let winner = 0;
      for (let i = 1; i < classes; i++) if (this.data[from + i]! > this.data[from + winner]!) winner = i;
      best[row] = winner;
    }
    return new NDArray(best, this.shape.slice(0, -1), "int32");
  }

  /**
   * Which elements equal a number or the element at the same place of another array: numpy's `a == b`.
   *
   * @throws RangeError when the shapes differ
   * @example predicted.equal(target).mean(); // accuracy
   */
  equal(other: number | NDArray): NDArray<"bool"> {
    if (typeof other !== "number" && formatShape(other.shape) !== formatShape(this.shape)) {
      throw new RangeError(
        `equal() needs one shape, got ${formatShape(this.shape)} and ${formatShape(other.shape)}`,
      );
    }
    const same = new Uint8Array(this.size);
    for (let i = 0; i < this.size; i++) {
      same[i] = this.data[i] === (typeof other === "number" ? other : other.data[i]) ? 1 : 0;
    }
    return new NDArray(same, this.shape, "bool");
  }

  /** The elements as nested JavaScript arrays. */
  toArray(): Nested {
    return nest(this.data, this.shape);
  }

  toString(): string {
    return formatArray(this);
  }

  [inspect.custom](): string {
    return formatArray(this);
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/plain": formatArray(this) };
  }
}

function sliceBounds(length: number, start = 0, end = length): [number, number] {
  const clamp = (index: number) => Math.min(length, Math.max(0, index < 0 ? index + length : index));
  const from = clamp(start);
  return [from, Math.max(from, clamp(end))];
}

function locate(shape: readonly number[], indices: readonly number[]): { offset: number; rest: number[] } {
  if (indices.length > shape.length) {
    throw new RangeError(`${indices.length} indices for an array of shape ${formatShape(shape)}`);
  }
  const rest = shape.slice(indices.length);
  let offset = 0;
  indices.forEach((index, axis) => {
    offset = offset * shape[axis]! + resolveIndex(index, shape[axis]!);
  });
  return { offset: offset * sizeOf(rest), rest };
}

function nest(data: ArrayLike<number>, shape: readonly number[], offset = 0): Nested {
  const [length, ...rest] = shape;
  if (length === undefined) return data[offset]!;
  const step = sizeOf(rest);
  return Array.from({ length }, (_, i) => nest(data, rest, offset + i * step));
}

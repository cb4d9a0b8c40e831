import { allocate, type DType } from "./dtype.ts";
import { resolveAxis } from "./lanes.ts";
import { NDArray } from "./ndarray.ts";
import { formatShape, sizeOf } from "./shape.ts";

/**
 * Arrays one after another along an axis that they have: numpy's `np.concatenate`.
 *
 * @param arrays at least one; all of one dtype, and of one shape except along the axis
 * @param axis the axis along which they are joined; default the first
 * @throws RangeError for no array, or shapes that do not fit; TypeError for different dtypes
 * @example concat([trainInput, testInput]).shape; // [70000, 28, 28]
 */
export function concat<D extends DType>(arrays: readonly NDArray<D>[], axis = 0): NDArray<D> {
  const first = requireOne(arrays, "concat");
  const position = resolveAxis(axis, first.shape);
  for (const { shape } of arrays) {
    const fits = shape.length === first.ndim && shape.every((n, i) => i === position || n === first.shape[i]);
    if (!fits) throw misfit("concat", first.shape, shape);
  }
  const length = arrays.reduce((total, { shape }) => total + shape[position]!, 0);
  const shape = first.shape.map((n, i) => (i === position ? length : n));
  const data = allocate(first.dtype, sizeOf(shape));
  const blocks = sizeOf(shape.slice(0, position));
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    for (const array of arrays) {
      const size = array.size / blocks;
      data.set(array.data.subarray(block * size, (block + 1) * size), at);
      at += size;
    }
  }
  return new NDArray(data, shape, first.dtype);
}

/**
 * Arrays of one shape along a new axis: numpy's `np.stack`.
 *
 * @param arrays at least one; all of one shape and dtype
 * @param axis where the new axis comes in the result's shape; default first
 * @throws RangeError for no array, or different shapes; TypeError for different dtypes
 * @example stack([image, other]).shape; // [2, 28, 28]
 */
export function stack<D extends DType>(arrays: readonly NDArray<D>[], axis = 0): NDArray<D> {
  const { shape: first } = requireOne(arrays, "stack");
  const position = resolveAxis(axis, [...first, 1]);
  for (const { shape } of arrays) {
    if (formatShape(shape) !== formatShape(first)) throw misfit("stack", first, shape);
  }
  const lifted = [...first.slice(0, position), 1, ...first.slice(position)];
  return concat(
    arrays.map((array) => array.reshape(...lifted)),
    position,
  );
}

function requireOne<D extends DType>(arrays: readonly NDArray<D>[], name: string): NDArray<D> {
  const [first] = arrays;
  if (first === undefined) throw new RangeError(`${name}() needs at least one array`);
  const other = arrays.find(({ dtype }) => dtype !== first.dtype);
  if (other !== undefined) {
    throw new TypeError(
      `${name}() needs arrays of one dtype, got ${first.dtype} and ${other.dtype}; convert with astype("${first.dtype}")`,
    );
  }
  return first;
}

function misfit(name: string, a: readonly number[], b: readonly number[]): RangeError {
  return new RangeError(`${name}() cannot join arrays of shapes ${formatShape(a)} and ${formatShape(b)}`);
}

import type { Nested } from "./ndarray.ts";
import { formatShape, resolveIndex, sizeOf } from "./shape.ts";

/** The bounds of `a[start:end]` on an axis, by Python's rules: counted from the end where negative, clipped to the axis. */
export function sliceBounds(length: number, start = 0, end = length): [from: number, to: number] {
  const clamp = (index: number) => Math.min(length, Math.max(0, index < 0 ? index + length : index));
  const from = clamp(start);
  return [from, Math.max(from, clamp(end))];
}

/**
 * Where the part at some leading indices begins, and its shape.
 *
 * @throws RangeError for more indices than axes, or one outside its axis
 */
export function locate(
  shape: readonly number[],
  indices: readonly number[],
): { offset: number; rest: number[] } {
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

/** The elements as JavaScript arrays, nested as deep as the shape has axes. */
export function nest(data: ArrayLike<number>, shape: readonly number[], offset = 0): Nested {
  const [length, ...rest] = shape;
  if (length === undefined) return data[offset]!;
  const step = sizeOf(rest);
  return Array.from({ length }, (_, i) => nest(data, rest, offset + i * step));
}

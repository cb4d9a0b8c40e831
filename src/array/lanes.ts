import { formatShape, sizeOf } from "./shape.ts";

interface Elements {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** What an array becomes when each line of numbers along one axis becomes one number. */
export interface Reduced {
  values: Float64Array;
  shape: number[];
}

/**
 * Turns every line of numbers along an axis into one number, in float64.
 *
 * @param axis which axis disappears, counted from the end where negative
 * @param reduce takes the numbers of one line; the same buffer is reused for all
 * @throws RangeError for an axis that the array does not have
 */
export function alongAxis(
  { data, shape }: Elements,
  axis: number,
  reduce: (line: Float64Array) => number,
): Reduced {
  const position = resolveAxis(axis, shape);
  const length = shape[position]!;
  const inner = sizeOf(shape.slice(position + 1));
  const rest = shape.filter((_, i) => i !== position);
  const values = new Float64Array(sizeOf(rest));
  const line = new Float64Array(length);
  for (let lane = 0; lane < values.length; lane++) {
    const first = Math.floor(lane / inner) * length * inner + (lane % inner);
    for (let i = 0; i < length; i++) line[i] = data[first + i * inner]!;
    values[lane] = reduce(line);
  }
  return { values, shape: rest };
}

/** @throws RangeError for an axis that a shape does not have */
export function resolveAxis(axis: number, shape: readonly number[]): number {
  const resolved = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= shape.length) {
    throw new RangeError(`axis ${axis} is out of bounds for an array of shape ${formatShape(shape)}`);
  }
  return resolved;
}

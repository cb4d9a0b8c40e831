import { formatShape, sizeOf } from "./shape.ts";

interface Elements {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/**
 * Combines two arrays element by element, the smaller one repeated by numpy's broadcasting rules: axes are matched from the last
 * one, and a length of 1 fits any other. Computed in float64 and rounded once to float32.
 *
 * @throws RangeError when the shapes do not fit
 * @see https://numpy.org/doc/stable/user/basics.broadcasting.html
 */
export function combine(
  a: Elements,
  b: Elements,
  operation: (x: number, y: number) => number,
): { data: Float32Array; shape: readonly number[] } {
  const shape = broadcastShape(a.shape, b.shape);
  const data = new Float32Array(sizeOf(shape));
  const [fromA, fromB] = [steps(a.shape, shape), steps(b.shape, shape)];
  const index = new Array<number>(shape.length).fill(0);
  let [atA, atB] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    data[i] = operation(a.data[atA]!, b.data[atB]!);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      atA += fromA[axis]!;
      atB += fromB[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
      atA -= fromA[axis]! * shape[axis]!;
      atB -= fromB[axis]! * shape[axis]!;
    }
  }
  return { data, shape };
}

/** Combines every element with one number, in float64 rounded once to float32. */
export function withNumber(
  { data, shape }: Elements,
  other: number,
  operation: (x: number, y: number) => number,
): { data: Float32Array; shape: readonly number[] } {
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) result[i] = operation(data[i]!, other);
  return { data: result, shape };
}

/** @throws RangeError when the shapes do not fit */
function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const axes = Math.max(a.length, b.length);
  return Array.from({ length: axes }, (_, i) => {
    const x = a[a.length - axes + i] ?? 1;
    const y = b[b.length - axes + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new RangeError(`shapes ${formatShape(a)} and ${formatShape(b)} do not fit together`);
    }
    return x === 1 ? y : x;
  });
}

/** How far one goes in an array's data for one step along each axis of the result; 0 where it is repeated. */
function steps(shape: readonly number[], result: readonly number[]): number[] {
  return result.map((_, i) => {
    const axis = i - (result.length - shape.length);
    return axis < 0 || shape[axis] === 1 ? 0 : sizeOf(shape.slice(axis + 1));
  });
}

import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";

/** Samples as estimators take them: an array of shape (samples, features), or rows of numbers. */
export type MatrixLike = NDArray | readonly (readonly number[])[];

/** Samples row by row. */
export interface Matrix {
  readonly data: ArrayLike<number> & Iterable<number>;
  readonly rows: number;
  readonly features: number;
}

/**
 * Samples as one list of numbers.
 *
 * @param owner whose argument it is, for the errors
 * @throws RangeError for another number of axes, for no samples or features, or for NaN and infinity
 */
export function toMatrix(x: MatrixLike, owner: string): Matrix {
  const matrix = x instanceof NDArray ? fromArray(x, owner) : fromRows(x, owner);
  if (matrix.rows === 0) throw new RangeError(`${owner} got no samples`);
  if (matrix.features === 0) throw new RangeError(`${owner} got samples without features`);
  checkFinite(matrix.data, owner);
  return matrix;
}

function fromArray(x: NDArray, owner: string): Matrix {
  const [rows, features] = x.shape;
  if (x.ndim === 2) return { data: x.data, rows: rows!, features: features! };
  const wayOut =
    x.ndim > 2
      ? `x.reshape(${rows}, -1)`
      : "x.reshape(-1, 1) for one feature, x.reshape(1, -1) for one sample";
  throw new RangeError(
    `${owner} needs an array of shape (samples, features), got ${formatShape(x.shape)}; use ${wayOut}`,
  );
}

function fromRows(x: readonly (readonly number[])[], owner: string): Matrix {
  const features = x[0]?.length ?? 0;
  const data = new Float64Array(x.length * features);
  x.forEach((row, i) => {
    if (row.length !== features) {
      throw new RangeError(`${owner} got ${row.length} features in sample ${i}, but ${features} in sample 0`);
    }
    data.set(row, i * features);
  });
  return { data, rows: x.length, features };
}

function checkFinite(data: Matrix["data"], owner: string): void {
  if (data instanceof Uint8Array || data instanceof Int32Array) return;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i]!))
      throw new RangeError(`${owner} got ${data[i]} in its samples; replace it first`);
  }
}

/** The indices of all rows. */
export function everyRow(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

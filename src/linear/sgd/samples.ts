import type { Matrix } from "../matrix.ts";
import { roomForPlanes } from "./logisticPart.ts";
import { allocateShared, type SharedMemory } from "./webAssembly.ts";

/**
 * Samples in memory that every worker sees: of each row the nonzero values (float64) and their columns. Half of a picture's
 * pixels are background, and a zero changes no sum.
 */
export interface Samples {
  readonly memory: SharedMemory;
  readonly rows: number;
  readonly features: number;
  /** Addresses in bytes. */
  readonly values: number;
  readonly columns: number;
  readonly rowStart: number;
  readonly rowSquare: number;
  /** Where each worker's own room begins, and its size. */
  readonly rooms: number;
  readonly roomSize: number;
}

/** The module's own data lie in the first page. */
const firstFree = 65536;
const maximumFeatures = 65536;

/**
 * Copies a matrix into shared memory, with room for the vectors of `workers` problems of up to `rows` samples.
 *
 * @param planes how many planes are weighed at once

 * @throws RangeError when the matrix is too large
 */
export function shareSamples(matrix: Matrix, workers: number, planes = 1): Samples {
  const { data, rows, features } = matrix;
  if (features > maximumFeatures) {
    throw new RangeError(`samples have ${features} features; up to ${maximumFeatures} are supported`);
  }
  const filled = countNonzero(data);
  const place = placer(firstFree);
  const room = roomSize(rows, features) + roomForPlanes(planes, features);
  const layout = {
    rows,
    features,
    values: place(filled * 8),
    rowSquare: place(rows * 8),
    rowStart: place((rows + 1) * 4),
    columns: place(filled * 2),
    roomSize: room,
    rooms: place(room * workers),
  };
  const memory = allocateShared(place(0));
  const samples = { memory, ...layout };
  fill(samples, matrix, filled);
  return samples;
}

/** Gives addresses one after another, each on a cache line of its own. */
export function placer(start: number): (bytes: number) => number {
  let next = start;
  return (bytes) => {
    const at = next;
    next += Math.ceil(bytes / 64) * 64;
    return at;
  };
}

function roomSize(rows: number, features: number): number {
  const place = placer(0);
  for (const bytes of [4, 4, 8, 8, 1]) place(bytes * rows);
  for (let i = 0; i < 3; i++) place(8 * features);
  return place(0);
}

function countNonzero(data: Matrix["data"]): number {
  let filled = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) filled++;
  return filled;
}

function fill(samples: Samples, { data, rows, features }: Matrix, filled: number): void {
  const { buffer } = samples.memory;
  const values = new Float64Array(buffer, samples.values, filled);
  const columns = new Uint16Array(buffer, samples.columns, filled);
  const rowStart = new Uint32Array(buffer, samples.rowStart, rows + 1);
  const rowSquare = new Float64Array(buffer, samples.rowSquare, rows);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    let square = 0;
    const from = row * features;
    for (let column = 0; column < features; column++) {
      const value = data[from + column]!;
      if (value === 0) continue;
      values[next] = value;
      columns[next++] = column;
      square += value * value;
    }
    rowSquare[row] = square;
    rowStart[row + 1] = next;
  }
}

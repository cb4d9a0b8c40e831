import type { Matrix } from "../matrix.ts";
import { Coding } from "./coding.ts";
import { laneSize } from "./lane.ts";
import { roomForPlanes } from "./logisticPart.ts";
import { allocateShared, type SharedMemory } from "./webAssembly.ts";

/**
 * Samples in memory that every worker sees: of each row the nonzero values and their columns. Half of a picture's pixels are
 * background, and a zero changes no sum. Where there are at most 256 different values, each is stored as one byte, because
 * reading the samples from memory takes longer than computing with them.
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
  /** Whether values are codes for the entries of the table. */
  readonly coded: boolean;
  /** Where the workers' own rooms begin, their size, and that of each of the two lanes at a room's start. */
  readonly rooms: number;
  readonly laneSize: number;
  readonly roomSize: number;
}

/** The module's own data lie in the first page. */
const firstFree = 65536;
/** Where assembly/rows.ts looks for the values of the codes. */
const table = 32768;
const maximumFeatures = 65536;

/**
 * Copies a matrix into shared memory, with rooms for the vectors of `workers` problems of up to `rows` samples.
 *
 * @param planes how many planes are weighed at once
 * @throws RangeError when the matrix is too large
 */
export function shareSamples(matrix: Matrix, workers: number, planes = 1): Samples {
  if (matrix.features > maximumFeatures) {
    throw new RangeError(`samples have ${matrix.features} features; up to ${maximumFeatures} are supported`);
  }
  const coded = arrange(matrix, workers, planes, 1);
  if (fill(coded, matrix, new Coding())) return coded;
  const plain = arrange(matrix, workers, planes, 8);
  fill(plain, matrix, undefined);
  return plain;
}

/** Room for every value to be nonzero; memory that is never touched costs nothing. */
function arrange({ rows, features, data }: Matrix, workers: number, planes: number, bytes: number): Samples {
  const place = placer(firstFree);
  const lane = laneSize(rows, features);
  const roomSize = 2 * lane + roomForPlanes(planes, features);
  const layout = {
    rows,
    features,
    roomSize,
    laneSize: lane,
    rowSquare: place(rows * 8),
    coded: bytes === 1,
    rowStart: place((rows + 1) * 4),
    rooms: place(roomSize * workers),
    values: place(data.length * bytes),
    columns: place(data.length * 2),
  };
  return { memory: allocateShared(place(0)), ...layout };
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

/** Writes the samples. Returns false where there are too many different values for the coding. */
function fill(samples: Samples, { data, rows, features }: Matrix, coding: Coding | undefined): boolean {
  const { buffer } = samples.memory;
  const values = coding
    ? new Uint8Array(buffer, samples.values, data.length)
    : new Float64Array(buffer, samples.values, data.length);
  const columns = new Uint16Array(buffer, samples.columns, data.length);
  const rowStart = new Uint32Array(buffer, samples.rowStart, rows + 1);
  const rowSquare = new Float64Array(buffer, samples.rowSquare, rows);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    let square = 0;
    const from = row * features;
    for (let column = 0; column < features; column++) {
      const value = data[from + column]!;
      if (value === 0) continue;
      const stored = coding ? coding.codeOf(value) : value;
      if (coding && stored < 0) return false;
      values[next] = stored;
      columns[next++] = column;
      square += value * value;
    }
    rowSquare[row] = square;
    rowStart[row + 1] = next;
  }
  if (coding) writeTable(samples, coding, data instanceof Float32Array);
  return true;
}

function writeTable(samples: Samples, coding: Coding, narrow: boolean): void {
  const { buffer } = samples.memory;
  const restored = narrow && coding.restorePixels();
  new Float64Array(buffer, table, coding.values.length).set(coding.values);
  if (!restored) return;
  const rowStart = new Uint32Array(buffer, samples.rowStart, samples.rows + 1);
  const codes = new Uint8Array(buffer, samples.values, rowStart[samples.rows]);
  const rowSquare = new Float64Array(buffer, samples.rowSquare, samples.rows);
  for (let row = 0; row < samples.rows; row++) {
    let square = 0;
    for (let i = rowStart[row]!; i < rowStart[row + 1]!; i++) square += coding.values[codes[i]!]! ** 2;
    rowSquare[row] = square;
  }
}

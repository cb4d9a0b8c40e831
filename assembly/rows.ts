/**
 * The samples in shared memory: of each row the nonzero values and their columns (u16). Where the samples hold at most 256
 * different values, as pictures do, a value is a code (u8) for an entry of a table; else it is the number itself (f64).
 */

/** Where the library writes the table (f64): in the first page, behind the module's own data. */
const TABLE: usize = 32768;

let values: usize = 0;
let columns: usize = 0;
let rowStart: usize = 0;
let coded: bool = false;

export function setRows(valuesAt: usize, columnsAt: usize, rowStartAt: usize, areCoded: bool): void {
  values = valuesAt;
  columns = columnsAt;
  rowStart = rowStartAt;
  coded = areCoded;
}

/** Opens the row of a sample. */
export function openRow(p: Problem, sample: usize): void {
  const row = <usize>load<i32>(p.rows + (sample << 2));
  const start = rowStart + (row << 2);
  const first = load<u32>(start);
  const from = <usize>first;
  p.sample = sample;
  p.row = row;
  p.size = <i32>(load<u32>(start, 4) - first);
  p.columns = columns + (from << 1);
  p.values = values + (coded ? from : from << 3);
}

/** What `touchRow` has read; exported, so that reading it is not left out. */
export let touched: i32 = 0;

/** Reads a byte of each cache line of a sample's row, so that it is on its way from memory when its turn comes. */
export function touchRow(p: Problem, sample: usize): void {
  const row = <usize>load<i32>(p.rows + (sample << 2));
  const start = rowStart + (row << 2);
  const first = <usize>load<u32>(start);
  const last = <usize>load<u32>(start, 4);
  const shift: usize = coded ? 0 : 3;
  let sum: i32 = 0;
  for (let at = columns + (first << 1); at < columns + (last << 1); at += 64) sum ^= load<u8>(at);
  for (let at = values + (first << shift); at < values + (last << shift); at += 64) sum ^= load<u8>(at);
  touched = sum;
}

/** The product of the open row with a vector: terms in the order of their columns, one sum, as scikit-learn adds them. */
export function dot(p: Problem, vector: usize): f64 {
  return coded ? dotFrom<u8>(p, vector, 0, 0) : dotFrom<f64>(p, vector, 0, 0);
}

/** The first of the two sums that `dots` came to; it returns the second. */
export let firstOfTwo: f64 = 0;

/**
 * The products of the open rows of two problems with their weights. An addition to a sum waits for the one before, so two sums
 * side by side take hardly longer than one.
 */
export function dots(p: Problem, q: Problem): f64 {
  return coded ? dotsOf<u8>(p, q) : dotsOf<f64>(p, q);
}

/** Adds the open row times `factor` to a vector. */
export function addTo(p: Problem, vector: usize, factor: f64): void {
  if (coded) addRow<u8>(p, vector, factor);
  else addRow<f64>(p, vector, factor);
}

/** The open row's value at a place. */
export function valueAt(p: Problem, place: usize): f64 {
  return coded ? decoded<u8>(p.values + place) : decoded<f64>(p.values + (place << 3));
}

function dotFrom<T>(p: Problem, vector: usize, from: i32, start: f64): f64 {
  let sum = start;
  let value = p.values + <usize>from * sizeof<T>();
  let column = p.columns + ((<usize>from) << 1);
  const end = p.columns + ((<usize>p.size) << 1);
  while (column + 6 < end) {
    sum += entry(vector, column) * decoded<T>(value);
    sum += entry(vector, column + 2) * decoded<T>(value + sizeof<T>());
    sum += entry(vector, column + 4) * decoded<T>(value + 2 * sizeof<T>());
    sum += entry(vector, column + 6) * decoded<T>(value + 3 * sizeof<T>());
    column += 8;
    value += 4 * sizeof<T>();
  }
  while (column < end) {
    sum += entry(vector, column) * decoded<T>(value);
    column += 2;
    value += sizeof<T>();
  }
  return sum;
}

function dotsOf<T>(p: Problem, q: Problem): f64 {
  const common = min(p.size, q.size) & ~1;
  const vector = p.weights;
  const otherVector = q.weights;
  let first: f64 = 0;
  let second: f64 = 0;
  let value = p.values;
  let column = p.columns;
  let otherValue = q.values;
  let otherColumn = q.columns;
  const end = column + ((<usize>common) << 1);
  while (column < end) {
    first += entry(vector, column) * decoded<T>(value);
    second += entry(otherVector, otherColumn) * decoded<T>(otherValue);
    first += entry(vector, column + 2) * decoded<T>(value + sizeof<T>());
    second += entry(otherVector, otherColumn + 2) * decoded<T>(otherValue + sizeof<T>());
    column += 4;
    otherColumn += 4;
    value += 2 * sizeof<T>();
    otherValue += 2 * sizeof<T>();
  }
  firstOfTwo = dotFrom<T>(p, vector, common, first);
  return dotFrom<T>(q, otherVector, common, second);
}

function addRow<T>(p: Problem, vector: usize, factor: f64): void {
  let value = p.values;
  let column = p.columns;
  const end = column + ((<usize>p.size) << 1);
  while (column + 6 < end) {
    addOne(vector, column, decoded<T>(value) * factor);
    addOne(vector, column + 2, decoded<T>(value + sizeof<T>()) * factor);
    addOne(vector, column + 4, decoded<T>(value + 2 * sizeof<T>()) * factor);
    addOne(vector, column + 6, decoded<T>(value + 3 * sizeof<T>()) * factor);
    column += 8;
    value += 4 * sizeof<T>();
  }
  while (column < end) {
    addOne(vector, column, decoded<T>(value) * factor);
    column += 2;
    value += sizeof<T>();
  }
}

export function addOne(vector: usize, column: usize, value: f64): void {
  const place = vector + ((<usize>load<u16>(column)) << 3);
  store<f64>(place, load<f64>(place) + value);
}

function entry(vector: usize, column: usize): f64 {
  return load<f64>(vector + ((<usize>load<u16>(column)) << 3));
}

function decoded<T>(at: usize): f64 {
  return sizeof<T>() === 1 ? load<f64>(TABLE + ((<usize>load<u8>(at)) << 3)) : load<f64>(at);
}

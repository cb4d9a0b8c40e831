/**
 * The samples in shared memory: of each row the nonzero values and their columns (u16). Where the samples hold at most 256
 * different values, as pictures do, a value is a code (u8) for an entry of a table (f64); else it is the number itself (f64).
 */

let values: usize = 0;
let columns: usize = 0;
let rowStart: usize = 0;
let table: usize = 0;
let buffer: usize = 0;

/** The row that is open. Its values are there once `firstDot` has run. */
export let rowValues: usize = 0;
export let rowColumns: usize = 0;
export let rowSize: i32 = 0;
let rowCodes: usize = 0;

/** `tableAt` is 0 where values are not coded; `bufferAt` has room for the decoded values of a row. */
export function setRows(
  valuesAt: usize,
  columnsAt: usize,
  rowStartAt: usize,
  tableAt: usize,
  bufferAt: usize,
): void {
  values = valuesAt;
  columns = columnsAt;
  rowStart = rowStartAt;
  table = tableAt;
  buffer = bufferAt;
}

export function openRow(row: usize): void {
  const start = rowStart + (row << 2);
  const first = load<u32>(start);
  const from = <usize>first;
  rowSize = <i32>(load<u32>(start, 4) - first);
  rowColumns = columns + (from << 1);
  rowCodes = values + from;
  rowValues = table === 0 ? values + (from << 3) : buffer;
}

/** The product of the open row with a vector; decodes the row's values on the way. */
export function firstDot(vector: usize): f64 {
  return table === 0 ? dot(vector) : decodingDot(vector);
}

/** The product of the open row with a vector: terms in the order of their columns, one sum, as scikit-learn adds them. */
export function dot(vector: usize): f64 {
  let sum: f64 = 0;
  let value = rowValues;
  let column = rowColumns;
  const whole = rowSize & ~3;
  for (let j = 0; j < whole; j += 4) {
    sum += entry(vector, column) * load<f64>(value);
    sum += entry(vector, column + 2) * load<f64>(value, 8);
    sum += entry(vector, column + 4) * load<f64>(value, 16);
    sum += entry(vector, column + 6) * load<f64>(value, 24);
    value += 32;
    column += 8;
  }
  for (let j = whole; j < rowSize; j++) {
    sum += entry(vector, column) * load<f64>(value);
    value += 8;
    column += 2;
  }
  return sum;
}

function decodingDot(vector: usize): f64 {
  let sum: f64 = 0;
  let value = buffer;
  let column = rowColumns;
  let code = rowCodes;
  const whole = rowSize & ~3;
  for (let j = 0; j < whole; j += 4) {
    sum += entry(vector, column) * decode(code, value);
    sum += entry(vector, column + 2) * decode(code + 1, value + 8);
    sum += entry(vector, column + 4) * decode(code + 2, value + 16);
    sum += entry(vector, column + 6) * decode(code + 3, value + 24);
    value += 32;
    column += 8;
    code += 4;
  }
  for (let j = whole; j < rowSize; j++) {
    sum += entry(vector, column) * decode(code, value);
    value += 8;
    column += 2;
    code += 1;
  }
  return sum;
}

function entry(vector: usize, column: usize): f64 {
  return load<f64>(vector + ((<usize>load<u16>(column)) << 3));
}

function decode(code: usize, place: usize): f64 {
  const value = load<f64>(table + ((<usize>load<u8>(code)) << 3));
  store<f64>(place, value);
  return value;
}

/** Adds the open row times `factor` to a vector. */
export function addTo(vector: usize, factor: f64): void {
  let value = rowValues;
  let column = rowColumns;
  const whole = rowSize & ~3;
  for (let j = 0; j < whole; j += 4) {
    addOne(vector, column, load<f64>(value) * factor);
    addOne(vector, column + 2, load<f64>(value, 8) * factor);
    addOne(vector, column + 4, load<f64>(value, 16) * factor);
    addOne(vector, column + 6, load<f64>(value, 24) * factor);
    value += 32;
    column += 8;
  }
  for (let j = whole; j < rowSize; j++) {
    addOne(vector, column, load<f64>(value) * factor);
    value += 8;
    column += 2;
  }
}

export function addOne(vector: usize, column: usize, value: f64): void {
  const place = vector + ((<usize>load<u16>(column)) << 3);
  store<f64>(place, load<f64>(place) + value);
}

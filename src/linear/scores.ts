import type { Matrix } from "./matrix.ts";

/** Each row's products with the planes, plus their intercepts: shape (rows, planes). */
export function scores(
  { data, rows, features }: Matrix,
  coef: Float64Array,
  intercept: Float64Array,
): Float64Array {
  const planes = intercept.length;
  const result = new Float64Array(rows * planes);
  const sample = new Float64Array(features);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < features; j++) sample[j] = data[row * features + j]!;
    for (let plane = 0; plane < planes; plane++) {
      result[row * planes + plane] = product(sample, coef, plane * features) + intercept[plane]!;
    }
  }
  return result;
}

/** Four sums side by side, which a processor adds in parallel. */
function product(sample: Float64Array, coef: Float64Array, from: number): number {
  const whole = sample.length & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let j = 0; j < whole; j += 4) {
    a += sample[j]! * coef[from + j]!;
    b += sample[j + 1]! * coef[from + j + 1]!;
    c += sample[j + 2]! * coef[from + j + 2]!;
    d += sample[j + 3]! * coef[from + j + 3]!;
  }
  for (let j = whole; j < sample.length; j++) a += sample[j]! * coef[from + j]!;
  return a + b + (c + d);
}

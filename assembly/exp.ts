/**
 * `exp` as glibc computes it on x86-64 with fused multiply-add, bit for bit.
 *
 * Stochastic gradient descent on unscaled pictures is chaotic: one last bit of one exponential changes the second
 * decimal of a coefficient five epochs later, so scikit-learn's numbers need scikit-learn's exponential. WebAssembly has
 * no fused multiply-add; `fma` computes its result from exact sums and products (Dekker; Boldo and Melquiond, 2008,
 * "Emulation of a FMA and correctly rounded sums: proved algorithms using rounding to odd"). The exponential is the
 * one of ARM's Optimized Routines, which glibc uses since 2.28, with the operations that glibc's compiler fused.
 */

import { EXP_TABLE } from "./expTable";

const TABLE_SIZE: u64 = 128;
const INV_LN2_N: f64 = Math.LOG2E * 128;
const NEG_LN2_HI_N: f64 = -0.005415212348111709;
const NEG_LN2_LO_N: f64 = -1.2864023111638346e-14;
const SHIFT: f64 = 6755399441055744.0;
const C2: f64 = 0.49999999999996786;
const C3: f64 = 0.16666666666665886;
const C4: f64 = 0.0416666808410674;
const C5: f64 = 0.008333335853059549;

/** e to the power x. */
export function exp(x: f64): f64 {
  const magnitude = abs(x);
  // Tiny arguments round to 1; where the result nears overflow or underflow, the last bit no longer matters here.
  if (!(magnitude > 5.5e-17 && magnitude < 512)) return Math.exp(x);
  const shifted = nearestStep(x);
  const steps = reinterpret<u64>(shifted);
  const k = shifted - SHIFT;
  // k times the high part is exact, so no fused operation is needed for it.
  const r = fma(k, NEG_LN2_LO_N, x + k * NEG_LN2_HI_N);
  const entry = <usize>((steps & (TABLE_SIZE - 1)) << 4);
  const tail = load<f64>(EXP_TABLE + entry);
  const scale = reinterpret<f64>(load<u64>(EXP_TABLE + entry, 8) + (steps << 45));
  const r2 = r * r;
  const low = fma(fma(r, C3, C2), r2, tail + r);
  return fma(scale, fma(r2 * r2, fma(r, C5, C4), low), scale);
}

/** x in steps of ln(2)/128, rounded to a whole number that stands in the lowest bits. */
function nearestStep(x: f64): f64 {
  const product = x * INV_LN2_N;
  const shifted = product + SHIFT;
  const rest = abs(product - (shifted - SHIFT));
  return abs(rest - 0.5) < 1e-9 ? fmaExact(x, INV_LN2_N, SHIFT) : shifted;
}

/** a * b + c, rounded once. */
function fma(a: f64, b: f64, c: f64): f64 {
  const product = a * b;
  const sum = product + c;
  const back = sum - product;
  const rest = product - (sum - back) + (c - back);
  // The product's own rounding error is at most half of this margin: where it cannot change the sum, it need not be known.
  const margin = abs(product) * 2.220446049250313e-16;
  const upper = sum + (rest + margin);
  const lower = sum + (rest - margin);
  if (upper === lower && abs(product) > abs(sum) * 8.9e-16) return upper;
  return fmaExact(a, b, c);
}

function fmaExact(a: f64, b: f64, c: f64): f64 {
  const product = a * b;
  const productError = errorOfProduct(a, b, product);
  const low = c + productError;
  const lowError = errorOfSum(c, productError, low);
  const high = product + low;
  const highError = errorOfSum(product, low, high);
  return high + roundToOdd(lowError, highError);
}

function errorOfSum(a: f64, b: f64, sum: f64): f64 {
  const back = sum - a;
  return a - (sum - back) + (b - back);
}

function errorOfProduct(a: f64, b: f64, product: f64): f64 {
  const aScaled = a * 134217729;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = b * 134217729;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b; where it is not exact, the neighbour whose last bit is odd. */
function roundToOdd(a: f64, b: f64): f64 {
  const sum = a + b;
  const error = errorOfSum(a, b, sum);
  const bits = reinterpret<u64>(sum);
  if (error === 0 || (bits & 1) !== 0) return sum;
  return reinterpret<f64>(error > 0 === sum > 0 ? bits + 1 : bits - 1);
}

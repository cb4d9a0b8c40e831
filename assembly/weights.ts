/**
 * scikit-learn's `WeightVector`: weights as a scalar times a vector, so that the L2 penalty shrinks them in one
 * multiplication. Leaving out a row's zeros changes no bit of a sum.
 */
import { addOne, addTo, firstDot, rowColumns, rowSize, rowValues } from "./rows";

/** Below this scale the vector itself is multiplied and the scale returns to 1. */
const SMALLEST_SCALE: f64 = 1e-9;

export let scale: f64 = 1;
/** Of the vector as of the last addition, scale included. */
export let squaredNorm: f64 = 0;
export let l1Norm: f64 = 0;

let features: i32 = 0;
let weights: usize = 0;
let averages: usize = 0;
let averageA: f64 = 0;
let averageB: f64 = 1;

export function useWeights(count: i32, at: usize, averagesAt: usize): void {
  features = count;
  weights = at;
  averages = averagesAt;
  averageA = 0;
  averageB = 1;
  scale = 1;
  measure();
}

/** Takes both norms anew from the whole vector. */
export function measure(): void {
  let squares: f64 = 0;
  let absolutes: f64 = 0;
  for (let i = 0; i < features; i++) {
    const value = load<f64>(weights + ((<usize>i) << 3));
    squares += value * value;
    absolutes += abs(value);
  }
  squaredNorm = squares * (scale * scale);
  l1Norm = absolutes * scale;
}

/** The product of the open row with the vector, without the scale. */
export function product(): f64 {
  return firstDot(weights);
}

/** Adds the open row times `factor`. */
export function add(factor: f64): void {
  addTo(weights, factor / scale);
}

/** Follows the squared norm through an addition, from the row's product with the vector and its own square. */
export function trackNorm(rowProduct: f64, rowSquare: f64, factor: f64): void {
  squaredNorm += 2 * factor * rowProduct * scale + factor * factor * rowSquare;
}

/** Follows the mean of all weight vectors so far (Bottou, 2012, "Stochastic Gradient Descent Tricks"). */
export function addAverage(factor: f64, step: f64): void {
  const share = 1 / step;
  const part = -factor / scale;
  for (let j: usize = 0; j < <usize>rowSize; j++) {
    addOne(averages, rowColumns + (j << 1), averageA * load<f64>(rowValues + (j << 3)) * part);
  }
  if (step > 1) averageB /= 1 - share;
  averageA += share * averageB * scale;
}

/** Multiplies the weights. Returns what the vector itself was multiplied by, which is 1 as a rule. */
export function shrink(factor: f64): f64 {
  scale *= factor;
  squaredNorm *= factor * factor;
  l1Norm *= abs(factor);
  if (scale >= SMALLEST_SCALE) return 1;
  const applied = scale;
  resetScale();
  return applied;
}

/** Multiplies the scale into the vector. */
export function resetScale(): void {
  for (let i: usize = 0; i < (<usize>features) << 3; i += 8) {
    if (averages !== 0) {
      store<f64>(
        averages + i,
        (load<f64>(averages + i) + averageA * load<f64>(weights + i)) * (1 / averageB),
      );
    }
    store<f64>(weights + i, load<f64>(weights + i) * scale);
  }
  averageA = 0;
  averageB = 1;
  scale = 1;
}

/** Pulls every weight toward zero by the L1 penalty that it still owes (Tsuruoka, Tsujii and Ananiadou, 2009). */
export function truncate(applied: usize, owed: f64): void {
  for (let i: usize = 0; i < (<usize>features) << 3; i += 8) {
    const before = load<f64>(weights + i);
    const paid = load<f64>(applied + i);
    let after = before;
    if (scale * before > 0) after = max(0, before - (owed + paid) / scale);
    else if (scale * before < 0) after = min(0, before + (owed - paid) / scale);
    store<f64>(weights + i, after);
    store<f64>(applied + i, paid + scale * (after - before));
  }
}

export function allFinite(): bool {
  for (let i: usize = 0; i < (<usize>features) << 3; i += 8) {
    const value = load<f64>(weights + i);
    if (value - value !== 0) return false;
  }
  return true;
}

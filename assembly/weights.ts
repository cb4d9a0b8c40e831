/**
 * scikit-learn's `WeightVector`: weights as a scalar times a vector, so that the L2 penalty shrinks them in one
 * multiplication. Leaving out a row's zeros changes no bit of a sum.
 */
import { addOne, addTo, valueAt } from "./rows";

/** Below this scale the vector itself is multiplied and the scale returns to 1. */
const SMALLEST_SCALE: f64 = 1e-9;

export function startWeights(p: Problem): void {
  p.averageA = 0;
  p.averageB = 1;
  p.scale = 1;
  measure(p);
}

/** Takes both norms anew from the whole vector. */
export function measure(p: Problem): void {
  let squares: f64 = 0;
  let absolutes: f64 = 0;
  for (let i: usize = 0; i < (<usize>p.features) << 3; i += 8) {
    const value = load<f64>(p.weights + i);
    squares += value * value;
    absolutes += abs(value);
  }
  p.squaredNorm = squares * (p.scale * p.scale);
  p.l1Norm = absolutes * p.scale;
}

/** Adds the open row times `factor`. */
export function add(p: Problem, factor: f64): void {
  addTo(p, p.weights, factor / p.scale);
}

/** Follows the squared norm through an addition, from the row's product with the vector and its own square. */
export function trackNorm(p: Problem, product: f64, rowSquare: f64, factor: f64): void {
  p.squaredNorm += 2 * factor * product * p.scale + factor * factor * rowSquare;
}

/** Follows the mean of all weight vectors so far (Bottou, 2012, "Stochastic Gradient Descent Tricks"). */
export function addAverage(p: Problem, factor: f64, step: f64): void {
  const share = 1 / step;
  const part = -factor / p.scale;
  for (let j: usize = 0; j < <usize>p.size; j++) {
    addOne(p.averages, p.columns + (j << 1), p.averageA * valueAt(p, j) * part);
  }
  if (step > 1) p.averageB /= 1 - share;
  p.averageA += share * p.averageB * p.scale;
}

/** Multiplies the weights. Returns what the vector itself was multiplied by, which is 1 as a rule. */
export function shrink(p: Problem, factor: f64): f64 {
  p.scale *= factor;
  p.squaredNorm *= factor * factor;
  p.l1Norm *= abs(factor);
  if (p.scale >= SMALLEST_SCALE) return 1;
  const applied = p.scale;
  resetScale(p);
  return applied;
}

/** Multiplies the scale into the vector. */
export function resetScale(p: Problem): void {
  for (let i: usize = 0; i < (<usize>p.features) << 3; i += 8) {
    const weight = load<f64>(p.weights + i);
    if (p.averages !== 0) {
      store<f64>(p.averages + i, (load<f64>(p.averages + i) + p.averageA * weight) * (1 / p.averageB));
    }
    store<f64>(p.weights + i, weight * p.scale);
  }
  p.averageA = 0;
  p.averageB = 1;
  p.scale = 1;
}

/** Pulls every weight toward zero by the L1 penalty that it still owes (Tsuruoka, Tsujii and Ananiadou, 2009). */
export function truncate(p: Problem): void {
  for (let i: usize = 0; i < (<usize>p.features) << 3; i += 8) {
    const before = load<f64>(p.weights + i);
    const paid = load<f64>(p.applied + i);
    let after = before;
    if (p.scale * before > 0) after = max(0, before - (p.owed + paid) / p.scale);
    else if (p.scale * before < 0) after = min(0, before + (p.owed - paid) / p.scale);
    store<f64>(p.weights + i, after);
    store<f64>(p.applied + i, paid + p.scale * (after - before));
  }
}

export function allFinite(p: Problem): bool {
  for (let i: usize = 0; i < (<usize>p.features) << 3; i += 8) {
    const value = load<f64>(p.weights + i);
    if (value - value !== 0) return false;
  }
  return true;
}

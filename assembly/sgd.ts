/**
 * One binary problem of scikit-learn's `_plain_sgd` (sklearn/linear_model/_sgd_fast.pyx.tp), a stretch of samples a call.
 *
 * The library (src/linear/sgd) keeps the samples in shared memory, drives the epochs and decides when to stop. A module
 * instance works on one problem at a time; its state lives in these globals, the vectors lie in memory where the library put
 * them. Sums run in scikit-learn's order, operation by operation, so coefficients agree to the last bit.
 */

import { lossAndGradient } from "./logistic";
import { gradientOf, HINGE, lossOf } from "./loss";
import { openRow, setRows } from "./rows";
import * as w from "./weights";

const L1: i32 = 1;
const L2: i32 = 2;
const ELASTICNET: i32 = 3;

const OPTIMAL: i32 = 2;
const INVSCALING: i32 = 3;
const PA1: i32 = 5;
const PA2: i32 = 6;

const MAX_GRADIENT: f64 = 1e12;

let rowSquare: usize = 0;

let rows: usize = 0;
let order: usize = 0;
let targets: usize = 0;
let sampleWeights: usize = 0;
let heldOut: usize = 0;
let applied: usize = 0;
let samples: i32 = 0;

let loss: i32 = 0;
let lossParameter: f64 = 0;
let penalty: i32 = 0;
let alpha: f64 = 0;
let l1Ratio: f64 = 0;
let schedule: i32 = 0;
let eta0: f64 = 0;
let powerT: f64 = 0;
let optimalInit: f64 = 0;
let fitIntercept: bool = false;
let positiveWeight: f64 = 1;
let negativeWeight: f64 = 1;
let averageFrom: f64 = 0;
let tracked: bool = false;

export let intercept: f64 = 0;
export let averageIntercept: f64 = 0;
export let eta: f64 = 0;
export let sumLoss: f64 = 0;
export let sumObjective: f64 = 0;
export let count: u32 = 0;
let t: f64 = 1;
let owed: f64 = 0;

/** Where the samples lie, see rows.ts, and each row's squared norm. */
export function setSamples(
  values: usize,
  columns: usize,
  rowStart: usize,
  rowSquareAt: usize,
  table: usize,
  buffer: usize,
): void {
  setRows(values, columns, rowStart, table, buffer);
  rowSquare = rowSquareAt;
}

/** What is minimized, and how. */
export function setMethod(
  lossId: i32,
  parameter: f64,
  penaltyId: i32,
  strength: f64,
  ratio: f64,
  scheduleId: i32,
  firstEta: f64,
  power: f64,
): void {
  loss = lossId;
  lossParameter = parameter;
  penalty = penaltyId;
  alpha = strength;
  l1Ratio = penaltyId === ELASTICNET ? ratio : penaltyId === L1 ? 1 : 0;
  schedule = scheduleId;
  eta0 = firstEta;
  powerT = power;
}

/**
 * Where the problem lies: the row of each sample (i32), the order of the samples (i32), targets (f64), sample weights (f64, or
 * 0), the mask of held-out samples (u8, or 0), the weights, their averages (or 0) and the L1 penalty applied so far (or 0).
 */
export function setProblem(
  count: i32,
  rowsAt: usize,
  orderAt: usize,
  targetsAt: usize,
  sampleWeightsAt: usize,
  heldOutAt: usize,
  features: i32,
  weightsAt: usize,
  averagesAt: usize,
  appliedAt: usize,
): void {
  samples = count;
  rows = rowsAt;
  order = orderAt;
  targets = targetsAt;
  sampleWeights = sampleWeightsAt;
  heldOut = heldOutAt;
  applied = appliedAt;
  w.useWeights(features, weightsAt, averagesAt);
}

/** The state at the start; `track` keeps the sums of the losses and of the objective, which cost time. */
export function start(
  firstIntercept: f64,
  firstAverageIntercept: f64,
  firstT: f64,
  positive: f64,
  negative: f64,
  withIntercept: bool,
  average: f64,
  track: bool,
): void {
  intercept = firstIntercept;
  averageIntercept = firstAverageIntercept;
  t = firstT;
  positiveWeight = positive;
  negativeWeight = negative;
  fitIntercept = withIntercept;
  averageFrom = average;
  tracked = track;
  owed = 0;
  count = 0;
  eta = eta0;
  if (schedule !== OPTIMAL) return;
  // Bottou's heuristic: the first step has the size of a typical weight.
  const typical = Math.sqrt(1 / Math.sqrt(alpha));
  optimalInit = 1 / ((typical / max(1, gradientOf(loss, lossParameter, 1, -typical))) * alpha);
}

export function setEta(value: f64): void {
  eta = value;
}

/** Starts an epoch: sums at zero; with `mix` the order of the samples is shuffled on. */
export function startEpoch(mix: bool, seed: u32): void {
  sumLoss = 0;
  sumObjective = 0;
  if (mix) shuffle(seed);
}

/** A Fisher-Yates shuffle with scikit-learn's `our_rand_r`, a 32-bit xorshift (Marsaglia, 2003). */
function shuffle(seed: u32): void {
  if (seed === 0) seed = 1;
  for (let i = 0; i < samples - 1; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    const other = i + <i32>((seed & 0x7fffffff) % <u32>(samples - i));
    const here = order + ((<usize>i) << 2);
    const there = order + ((<usize>other) << 2);
    const kept = load<i32>(here);
    store<i32>(here, load<i32>(there));
    store<i32>(there, kept);
  }
}

/** Learns from the samples at places `from` to `to` of the order. */
export function learn(from: i32, to: i32): void {
  // Without an L1 part the norm is followed step by step; taking it anew keeps rounding errors from adding up.
  if (tracked && l1Ratio === 0) w.measure();
  for (let i = from; i < to; i++) {
    const sample = <usize>load<i32>(order + ((<usize>i) << 2));
    if (heldOut === 0 || load<u8>(heldOut + sample) === 0) learnFrom(sample);
  }
}

function learnFrom(sample: usize): void {
  const row = <usize>load<i32>(rows + (sample << 2));
  openRow(row);
  const y = load<f64>(targets + (sample << 3));

  let product = w.product();
  const p = product * w.scale + intercept;
  if (schedule === OPTIMAL) eta = 1 / (alpha * (optimalInit + t - 1));
  else if (schedule === INVSCALING) eta = eta0 / t ** powerT;
  if (tracked) track(y, p);

  const square = load<f64>(rowSquare + (row << 3));
  if (schedule === PA1 && square === 0) return;
  const weight =
    (y > 0 ? positiveWeight : negativeWeight) *
    (sampleWeights === 0 ? 1 : load<f64>(sampleWeights + (sample << 3)));
  const update = step(y, p, square) * weight;

  if (penalty >= L2) product *= w.shrink(max(0, 1 - (1 - l1Ratio) * eta * alpha));
  if (update !== 0) {
    w.add(update);
    if (fitIntercept) intercept += update;
    if (tracked) {
      if (l1Ratio > 0) w.measure();
      else w.trackNorm(product, square, update);
    }
  }
  if (averageFrom > 0 && averageFrom <= t) {
    w.addAverage(update, t - averageFrom + 1);
    averageIntercept += (intercept - averageIntercept) / (t - averageFrom + 1);
  }
  if (penalty === L1 || penalty === ELASTICNET) {
    owed += l1Ratio * eta * alpha;
    w.truncate(applied, owed);
  }
  t += 1;
  count += 1;
}

/** How far, and in which direction, the weights move along the row. */
function step(y: f64, p: f64, square: f64): f64 {
  if (schedule < PA1)
    return -eta * min(max(gradientOf(loss, lossParameter, y, p), -MAX_GRADIENT), MAX_GRADIENT);
  const error = lossOf(loss, lossParameter, y, p);
  const size = schedule === PA1 ? min(eta0, error / square) : error / (square + 0.5 / eta0);
  if (loss === HINGE) return size * y;
  return y - p < 0 ? -size : size;
}

function track(y: f64, p: f64): void {
  const value = lossOf(loss, lossParameter, y, p);
  sumLoss += value;
  sumObjective += value;
  if (penalty === 0 || schedule === PA1 || schedule === PA2) return;
  sumObjective += alpha * ((1 - l1Ratio) * 0.5 * w.squaredNorm + l1Ratio * w.l1Norm);
}

/** Whether intercept and weights are still numbers. */
export function allFinite(): bool {
  return intercept - intercept === 0 && w.allFinite();
}

export function squaredNorm(): f64 {
  return w.squaredNorm;
}

/** The unscaled weights' product with the row of a sample. */
export function product(sample: usize): f64 {
  openRow(<usize>load<i32>(rows + (sample << 2)));
  return w.product();
}

/** Ends the problem: the weights in memory are the result. */
export function finish(): void {
  w.resetScale();
}

/** The loss and gradient of logistic regression over some samples; see logistic.ts. */
export function logistic(
  from: i32,
  to: i32,
  rowsAt: usize,
  targetsAt: usize,
  sampleWeightsAt: usize,
  features: i32,
  planes: i32,
  coef: usize,
  gradient: usize,
  scores: usize,
): f64 {
  return lossAndGradient(
    rowsAt,
    from,
    to,
    targetsAt,
    sampleWeightsAt,
    features,
    planes,
    coef,
    gradient,
    scores,
  );
}

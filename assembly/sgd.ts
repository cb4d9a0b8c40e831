/**
 * Binary problems of scikit-learn's `_plain_sgd` (sklearn/linear_model/_sgd_fast.pyx.tp), a stretch of samples a call.
 *
 * The library (src/linear/sgd) keeps the samples in shared memory, drives the epochs and decides when to stop. A module
 * instance works with one method at a time, on one problem or on two side by side; what is their own lies in memory where the
 * library put it. Sums run in scikit-learn's order, operation by operation, so coefficients agree to the last bit.
 */
import { lossAndGradient } from "./logistic";
import { gradientOf, HINGE, lossOf } from "./loss";
import "./problem";
import { dot, dots, firstOfTwo, openRow, setRows, touchRow } from "./rows";
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
let averageFrom: f64 = 0;
let tracked: bool = false;

/** Where the samples lie, see rows.ts, and each row's squared norm. */
export function setSamples(
  values: usize,
  columns: usize,
  rowStart: usize,
  rowSquareAt: usize,
  coded: bool,
): void {
  setRows(values, columns, rowStart, coded);
  rowSquare = rowSquareAt;
}

/** What is minimized, and how; `track` keeps the sums of the losses and of the objective, which cost time. */
export function setMethod(
  lossId: i32,
  parameter: f64,
  penaltyId: i32,
  strength: f64,
  ratio: f64,
  scheduleId: i32,
  firstEta: f64,
  power: f64,
  withIntercept: bool,
  average: f64,
  track: bool,
): void {
  loss = lossId;
  lossParameter = parameter;
  penalty = penaltyId;
  alpha = strength;
  l1Ratio = penaltyId === ELASTICNET ? ratio : penaltyId === L1 ? 1 : 0;
  schedule = scheduleId;
  eta0 = firstEta;
  powerT = power;
  fitIntercept = withIntercept;
  averageFrom = average;
  tracked = track;
  if (schedule !== OPTIMAL) return;
  // Bottou's heuristic: the first step has the size of a typical weight.
  const typical = Math.sqrt(1 / Math.sqrt(alpha));
  optimalInit = 1 / ((typical / max(1, gradientOf(loss, lossParameter, 1, -typical))) * alpha);
}

/**
 * Where a problem lies: the row of each sample (i32), the order of the samples (i32), targets (f64), sample weights (f64, or
 * 0), the mask of held-out samples (u8, or 0), the weights, their averages (or 0), and the L1 penalty applied so far.
 */
export function setProblem(
  at: usize,
  samples: i32,
  rows: usize,
  order: usize,
  targets: usize,
  sampleWeights: usize,
  heldOut: usize,
  features: i32,
  weights: usize,
  averages: usize,
  applied: usize,
): void {
  const p = changetype<Problem>(at);
  p.samples = samples;
  p.rows = rows;
  p.order = order;
  p.targets = targets;
  p.sampleWeights = sampleWeights;
  p.heldOut = heldOut;
  p.features = features;
  p.weights = weights;
  p.averages = averages;
  p.applied = applied;
}

/** The state at the start. */
export function start(
  at: usize,
  intercept: f64,
  averageIntercept: f64,
  t: f64,
  positiveWeight: f64,
  negativeWeight: f64,
): void {
  const p = changetype<Problem>(at);
  p.intercept = intercept;
  p.averageIntercept = averageIntercept;
  p.t = t;
  p.positiveWeight = positiveWeight;
  p.negativeWeight = negativeWeight;
  p.owed = 0;
  p.count = 0;
  p.eta = eta0;
  w.startWeights(p);
}

export function setEta(at: usize, value: f64): void {
  changetype<Problem>(at).eta = value;
}

/** Starts an epoch: sums at zero; with `mix` the order of the samples is shuffled on. */
export function startEpoch(at: usize, mix: bool, seed: u32): void {
  const p = changetype<Problem>(at);
  p.sumLoss = 0;
  p.sumObjective = 0;
  if (mix) shuffle(p, seed);
}

/** A Fisher-Yates shuffle with scikit-learn's `our_rand_r`, a 32-bit xorshift (Marsaglia, 2003). */
function shuffle(p: Problem, first: u32): void {
  let seed: u32 = first === 0 ? 1 : first;
  for (let i = 0; i < p.samples - 1; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    const other = i + <i32>((seed & 0x7fffffff) % <u32>(p.samples - i));
    const here = p.order + ((<usize>i) << 2);
    const there = p.order + ((<usize>other) << 2);
    const kept = load<i32>(here);
    store<i32>(here, load<i32>(there));
    store<i32>(there, kept);
  }
}

/** Learns from the samples at places `from` to `to` of the order. */
export function learn(at: usize, from: i32, to: i32): void {
  const p = changetype<Problem>(at);
  refreshNorm(p);
  for (let i = from; i < to; i++) {
    if (!openNext(p, i)) continue;
    if (i + 1 < to) touchNext(p, i + 1);
    learnFrom(p, dot(p, p.weights));
  }
}

/** Two problems side by side, as if each were learnt alone. */
export function learnTwo(at: usize, other: usize, from: i32, to: i32): void {
  const p = changetype<Problem>(at);
  const q = changetype<Problem>(other);
  refreshNorm(p);
  refreshNorm(q);
  for (let i = from; i < to; i++) {
    const first = openNext(p, i);
    const second = openNext(q, i);
    if (i + 1 < to) {
      touchNext(p, i + 1);
      touchNext(q, i + 1);
    }
    if (first && second) {
      const product = dots(p, q);
      learnFrom(p, firstOfTwo);
      learnFrom(q, product);
    } else if (first) learnFrom(p, dot(p, p.weights));
    else if (second) learnFrom(q, dot(q, q.weights));
  }
}

/** Without an L1 part the norm is followed step by step; taking it anew keeps rounding errors from adding up. */
function refreshNorm(p: Problem): void {
  if (tracked && l1Ratio === 0) w.measure(p);
}

/** Opens the row of the sample at a place of the order; false for a sample that only validates. */
function openNext(p: Problem, place: i32): bool {
  const sample = <usize>load<i32>(p.order + ((<usize>place) << 2));
  if (p.heldOut !== 0 && load<u8>(p.heldOut + sample) !== 0) return false;
  openRow(p, sample);
  return true;
}

function touchNext(p: Problem, place: i32): void {
  touchRow(p, <usize>load<i32>(p.order + ((<usize>place) << 2)));
}

function learnFrom(p: Problem, product: f64): void {
  const y = load<f64>(p.targets + (p.sample << 3));
  const score = product * p.scale + p.intercept;
  if (schedule === OPTIMAL) p.eta = 1 / (alpha * (optimalInit + p.t - 1));
  else if (schedule === INVSCALING) p.eta = eta0 / p.t ** powerT;
  if (tracked) track(p, y, score);

  const square: f64 = tracked || schedule >= PA1 ? load<f64>(rowSquare + (p.row << 3)) : 0;
  if (schedule === PA1 && square === 0) return;
  const sampleWeight: f64 = p.sampleWeights === 0 ? 1 : load<f64>(p.sampleWeights + (p.sample << 3));
  const weight = (y > 0 ? p.positiveWeight : p.negativeWeight) * sampleWeight;
  const update = step(p.eta, y, score, square) * weight;

  const applied: f64 = penalty >= L2 ? w.shrink(p, max(0, 1 - (1 - l1Ratio) * p.eta * alpha)) : 1;
  if (update !== 0) {
    w.add(p, update);
    if (fitIntercept) p.intercept += update;
    if (tracked) {
      if (l1Ratio > 0) w.measure(p);
      else w.trackNorm(p, product * applied, square, update);
    }
  }
  if (averageFrom > 0 && averageFrom <= p.t) {
    const steps = p.t - averageFrom + 1;
    w.addAverage(p, update, steps);
    p.averageIntercept += (p.intercept - p.averageIntercept) / steps;
  }
  if (penalty === L1 || penalty === ELASTICNET) {
    p.owed += l1Ratio * p.eta * alpha;
    w.truncate(p);
  }
  p.t += 1;
  p.count += 1;
}

/** How far, and in which direction, the weights move along the row. */
function step(eta: f64, y: f64, score: f64, square: f64): f64 {
  if (schedule < PA1) {
    return -eta * min(max(gradientOf(loss, lossParameter, y, score), -MAX_GRADIENT), MAX_GRADIENT);
  }
  const error = lossOf(loss, lossParameter, y, score);
  const size = schedule === PA1 ? min(eta0, error / square) : error / (square + 0.5 / eta0);
  if (loss === HINGE) return size * y;
  return y - score < 0 ? -size : size;
}

function track(p: Problem, y: f64, score: f64): void {
  const value = lossOf(loss, lossParameter, y, score);
  p.sumLoss += value;
  p.sumObjective += value;
  if (penalty === 0 || schedule === PA1 || schedule === PA2) return;
  p.sumObjective += alpha * ((1 - l1Ratio) * 0.5 * p.squaredNorm + l1Ratio * p.l1Norm);
}

/** Whether intercept and weights are still numbers. */
export function allFinite(at: usize): bool {
  const p = changetype<Problem>(at);
  return p.intercept - p.intercept === 0 && w.allFinite(p);
}

/** The unscaled weights' product with the row of a sample. */
export function product(at: usize, sample: usize): f64 {
  const p = changetype<Problem>(at);
  openRow(p, sample);
  return dot(p, p.weights);
}

/** Ends the problem: the weights in memory are the result. */
export function finish(at: usize): void {
  w.resetScale(changetype<Problem>(at));
}

/** The loss and gradient of logistic regression over samples of a problem; see logistic.ts. */
export function logistic(at: usize, planes: i32, targets: usize, gradient: usize, scores: usize): f64 {
  return lossAndGradient(changetype<Problem>(at), planes, targets, gradient, scores);
}

export { touched } from "./rows";

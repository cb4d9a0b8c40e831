import { RandomState } from "../random/randomState.ts";
import { classWeights } from "./classWeight.ts";
import { heldOutSamples } from "./heldOut.ts";
import { encode, type Label } from "./labels.ts";
import { checkRandomState, orderSeed, randomSeed } from "./randomIntegers.ts";
import { type FitProgress, reporters } from "./reporters.ts";
import type { Method, Problem, Solution } from "./sgd/problem.ts";
import type { Session } from "./sgd/session.ts";
import type { FullSGDParams } from "./sgdParams.ts";
import type { SGDState } from "./sgdState.ts";

/** The rows to learn from; labels and weights belong to them one by one. */
export interface TrainingSamples<L extends Label> {
  readonly session: Session;
  readonly rows: Int32Array;
  readonly labels: ArrayLike<L>;
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/**
 * Learns one class against the others for each class, or the second against the first of two: scikit-learn's `fit_binary`,
 * `_fit_binary` and `_fit_multiclass`. The state that came in stays as it was.
 */
export async function train<L extends Label>(
  start: SGDState<L>,
  samples: TrainingSamples<L>,
  params: FullSGDParams,
  onProgress?: (progress: FitProgress) => void,
  onStart?: () => void,
): Promise<SGDState<L>> {
  const problems = problemsOf(start, samples, params);
  const report = reporters(problems.length, params.maxIter, onProgress, onStart);
  const solutions = await Promise.all(
    problems.map(async (problem, i) => {
      const solution = await samples.session.perform(problem, report[i]!.receive);
      report[i]!.finish();
      return solution;
    }),
  );
  return nextState(start, solutions, params, samples.rows.length);
}

function problemsOf<L extends Label>(
  state: SGDState<L>,
  { session, rows, labels, sampleWeight }: TrainingSamples<L>,
  params: FullSGDParams,
): Problem[] {
  const { classes } = state;
  const codes = encode(labels, classes);
  const weights = classWeights(params.classWeight, classes, codes);
  const method = methodOf(params);
  const sampleWeights = checkedWeights(sampleWeight, codes.length);
  const problemOf = (plane: number, positive: number, seed: number, heldOut?: Uint8Array): Problem => ({
    method,
    rows,
    targets: targetsOf(codes, positive, method.loss),
    sampleWeights,
    heldOut,
    positiveWeight: weights[positive]!,
    negativeWeight: classes.length === 2 ? weights[0]! : 1,
    seed,
    t: state.t,
    ...startOf(state, plane, session.samples.features, method.average > 0),
  });
  const random = checkRandomState(params.randomState);
  if (classes.length === 2) {
    random.interval(2 ** 31 - 3);
    const heldOut = heldOutSamples(codes, params, sampleWeights);
    return [problemOf(0, 1, randomSeed(random), heldOut)];
  }
  const heldOut = heldOutSamples(codes, params, sampleWeights);
  const seeds = classes.map(() => randomSeed(random));
  return seeds.map((seed, i) => problemOf(i, i, orderSeed(new RandomState(seed)), heldOut));
}

function methodOf(params: FullSGDParams): Method {
  return {
    loss: params.loss === "log" ? "log_loss" : params.loss,
    epsilon: params.epsilon,
    penalty: params.penalty ?? "none",
    alpha: params.alpha,
    l1Ratio: params.l1Ratio,
    schedule: params.learningRate,
    eta0: params.eta0,
    powerT: params.powerT,
    fitIntercept: params.fitIntercept,
    shuffle: params.shuffle,
    maxIter: params.maxIter,
    tol: params.tol ?? -Infinity,
    nIterNoChange: params.nIterNoChange,
    earlyStopping: params.earlyStopping,
    verbose: params.verbose > 0,
    average: Number(params.average),
  };
}

function targetsOf(codes: Int32Array, positive: number, loss: Method["loss"]): Float64Array {
  const other = loss === "log_loss" ? 0 : -1;
  return Float64Array.from(codes, (code) => (code === positive ? 1 : other));
}

function checkedWeights(
  sampleWeight: ArrayLike<number> | undefined,
  samples: number,
): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined;
  if (sampleWeight.length === samples) return Float64Array.from(sampleWeight);
  throw new RangeError(`sampleWeight has ${sampleWeight.length} weights for ${samples} samples`);
}

function startOf<L extends Label>(state: SGDState<L>, plane: number, features: number, averaged: boolean) {
  const row = (values: Float64Array) => values.slice(plane * features, (plane + 1) * features);
  return {
    coef: row(averaged ? state.standardCoef : state.coef),
    intercept: (averaged ? state.standardIntercept : state.intercept)[plane]!,
    averageCoef: averaged ? row(state.averageCoef) : undefined,
    averageIntercept: averaged ? state.averageIntercept[plane]! : 0,
  };
}

/**
 * Follows scikit-learn in which arrays are the same: with averaging and several classes, the intercepts of a later
 * `partialFit` go into the averages, for two classes the averages' start is never renewed.
 */
function nextState<L extends Label>(
  before: SGDState<L>,
  solutions: readonly Solution[],
  params: FullSGDParams,
  samples: number,
): SGDState<L> {
  const average = Number(params.average);
  const nIter = Math.max(...solutions.map((solution) => solution.nIter));
  const t = before.t + nIter * samples;
  const coef = concat(solutions.map((solution) => solution.coef));
  const intercept = Float64Array.from(solutions, (solution) => solution.intercept);
  const standard = { ...before, t, nIter, coef, intercept, standardCoef: coef };
  if (average === 0) return { ...standard, standardIntercept: intercept };
  const averages = {
    averageCoef: concat(solutions.map((solution) => solution.averageCoef!)),
    averageIntercept: Float64Array.from(solutions, (solution) => solution.averageIntercept),
  };
  if (average > t - 1) return { ...standard, ...averages, standardIntercept: intercept };
  return {
    ...standard,
    ...averages,
    ...averagedIntercepts(before, intercept, averages),
    coef: averages.averageCoef,
  };
}

function averagedIntercepts<L extends Label>(
  before: SGDState<L>,
  intercept: Float64Array,
  { averageIntercept }: { averageIntercept: Float64Array },
) {
  const several = before.classes.length > 2;
  const wasAveraged = several && before.intercept === before.averageIntercept;
  const averages = wasAveraged ? intercept : averageIntercept;
  const standard = several && !wasAveraged ? intercept : before.standardIntercept;
  return { intercept: averages, averageIntercept: averages, standardIntercept: standard };
}

function concat(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

import type { Kernel } from "./kernel.ts";
import {
  lossIds,
  type Method,
  type Problem,
  penaltyIds,
  type Report,
  type Solution,
  scheduleIds,
} from "./problem.ts";
import { type Room, takeRoom } from "./room.ts";
import type { Samples } from "./samples.ts";
import { Stopping } from "./stopping.ts";
import { validationScore } from "./validationScore.ts";

/** How many samples are learnt between two looks at the interrupt. */
const stretch = 1000;

/** What connects a running problem to those who wait for it. */
export interface Observer {
  /** Whether to give up. */
  cancelled(): boolean;
  report(report: Report): void;
}

/**
 * Solves one binary problem: scikit-learn's `_plain_sgd`, epoch by epoch.
 *
 * @param at where in the memory this worker's room begins
 * @returns undefined when it was cancelled
 * @throws RangeError when weights overflow, as scikit-learn's ValueError
 */
export function solve(
  kernel: Kernel,
  samples: Samples,
  at: number,
  problem: Problem,
  observer: Observer,
): Solution | undefined {
  const { method } = problem;
  const room = takeRoom(samples, at, problem);
  begin(kernel, room, problem);
  const stopping = new Stopping(method);
  const started = performance.now();
  let epoch = 0;
  while (epoch < method.maxIter) {
    epoch++;
    if (method.verbose) observer.report({ line: `-- Epoch ${epoch}` });
    if (!learnEpoch(kernel, problem, observer)) return undefined;
    if (!kernel.allFinite()) throw overflow(epoch);
    const score = method.earlyStopping ? validationScore(kernel, problem) : undefined;
    if (method.verbose)
      for (const line of describe(kernel, room, problem, score, started)) observer.report({ line });
    observer.report({ epoch });
    const next = stopping.after(score, kernel.sumObjective.value / learners(problem), kernel.eta.value);
    if (next === "slower") kernel.setEta(kernel.eta.value / 5);
    if (next === "stop") {
      const line = `Convergence after ${epoch} epochs took ${seconds(started)} seconds`;
      if (method.verbose) observer.report({ line });
      break;
    }
  }
  kernel.finish();
  return result(kernel, room, epoch);
}

function begin(kernel: Kernel, room: Room, problem: Problem): void {
  const { method } = problem;
  const parameter = method.loss === "perceptron" ? 0 : method.loss.includes("hinge") ? 1 : method.epsilon;
  kernel.setMethod(
    lossIds[method.loss],
    parameter,
    penaltyIds[method.penalty],
    method.alpha,
    method.l1Ratio,
    scheduleIds[method.schedule],
    method.eta0,
    method.powerT,
  );
  kernel.setProblem(
    problem.rows.length,
    room.rows.byteOffset,
    room.order.byteOffset,
    room.targets.byteOffset,
    room.sampleWeights?.byteOffset ?? 0,
    room.heldOut?.byteOffset ?? 0,
    room.weights.length,
    room.weights.byteOffset,
    room.averages?.byteOffset ?? 0,
    room.applied.byteOffset,
  );
  kernel.start(
    problem.intercept,
    problem.averageIntercept,
    problem.t,
    problem.positiveWeight,
    problem.negativeWeight,
    method.fitIntercept,
    method.average,
    needsObjective(method),
  );
}

/** Without a line to print, the objective matters only where there are epochs enough to stop early by it. */
function needsObjective(method: Method): boolean {
  if (method.verbose) return true;
  return !method.earlyStopping && method.tol > -Infinity && method.maxIter > method.nIterNoChange;
}

function learnEpoch(kernel: Kernel, { rows, method, seed }: Problem, observer: Observer): boolean {
  kernel.startEpoch(method.shuffle, seed);
  for (let from = 0; from < rows.length; from += stretch) {
    if (observer.cancelled()) return false;
    kernel.learn(from, Math.min(from + stretch, rows.length));
  }
  return true;
}

function learners({ rows, heldOut }: Problem): number {
  return rows.length - (heldOut?.reduce((sum, held) => sum + held, 0) ?? 0);
}

function describe(
  kernel: Kernel,
  room: Room,
  problem: Problem,
  score: number | undefined,
  started: number,
): [string, string] {
  const count = learners(problem);
  const parts = [
    `Norm: ${Math.sqrt(kernel.squaredNorm()).toFixed(2)}`,
    `NNZs: ${room.weights.reduce((sum, weight) => sum + (weight === 0 ? 0 : 1), 0)}`,
    `Bias: ${kernel.intercept.value.toFixed(6)}`,
    `T: ${kernel.count.value}`,
    `Avg. loss: ${(kernel.sumLoss.value / count).toFixed(6)}`,
    `Objective: ${(kernel.sumObjective.value / count).toFixed(6)}`,
  ];
  if (score !== undefined) parts.push(`Validation score: ${score.toFixed(6)}`);
  return [parts.join(", "), `Total training time: ${seconds(started)} seconds.`];
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(2);
}

function overflow(epoch: number): RangeError {
  return new RangeError(
    `Floating-point under-/overflow occurred at epoch #${epoch}. Scaling input data with StandardScaler or MinMaxScaler might help.`,
  );
}

function result(kernel: Kernel, room: Room, nIter: number): Solution {
  return {
    coef: Float64Array.from(room.weights),
    intercept: kernel.intercept.value,
    averageCoef: room.averages && Float64Array.from(room.averages),
    averageIntercept: kernel.averageIntercept.value,
    nIter,
  };
}

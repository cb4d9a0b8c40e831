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
import { Run } from "./run.ts";
import type { Samples } from "./samples.ts";

/** How many samples are learnt between two looks at the interrupt. */
const stretch = 1000;

/** What connects running problems to those who wait for them. */
export interface Observer {
  /** Whether to give up. */
  cancelled(): boolean;
  /** Something of a problem, by its place. */
  report(problem: number, report: Report): void;
  /** A problem is solved, or has failed. */
  settle(problem: number, outcome: { solution: Solution } | { error: unknown }): void;
}

/**
 * Solves one binary problem, or two of the same method side by side.
 *
 * @param at where in the memory this worker's room begins
 */
export function solve(
  kernel: Kernel,
  samples: Samples,
  at: number,
  problems: readonly Problem[],
  observer: Observer,
): void {
  setMethod(kernel, problems[0]!.method);
  let active = problems.map((problem, place) => ({
    place,
    run: new Run(kernel, samples, at + place * samples.laneSize, problem, (report) =>
      observer.report(place, report),
    ),
  }));
  while (active.length > 0) {
    for (const { run } of active) run.beginEpoch();
    if (
      !learnEpoch(
        kernel,
        active.map(({ run }) => run),
        observer,
      )
    )
      return;
    active = active.filter(({ place, run }) => {
      try {
        const solution = run.endEpoch();
        if (solution) observer.settle(place, { solution });
        return solution === undefined;
      } catch (error) {
        observer.settle(place, { error });
        return false;
      }
    });
  }
}

function learnEpoch(kernel: Kernel, [first, second]: readonly Run[], observer: Observer): boolean {
  const count = first!.problem.rows.length;
  if (second && second.problem.rows.length !== count) {
    return learnEpoch(kernel, [first!], observer) && learnEpoch(kernel, [second], observer);
  }
  for (let from = 0; from < count; from += stretch) {
    if (observer.cancelled()) return false;
    const to = Math.min(from + stretch, count);
    if (second) kernel.learnTwo(first!.lane.at, second.lane.at, from, to);
    else kernel.learn(first!.lane.at, from, to);
  }
  return true;
}

function setMethod(kernel: Kernel, method: Method): void {
  kernel.setMethod(
    lossIds[method.loss],
    method.loss === "perceptron" ? 0 : method.loss.includes("hinge") ? 1 : method.epsilon,
    penaltyIds[method.penalty],
    method.alpha,
    method.l1Ratio,
    scheduleIds[method.schedule],
    method.eta0,
    method.powerT,
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

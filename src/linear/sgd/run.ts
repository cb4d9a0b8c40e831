import type { Kernel } from "./kernel.ts";
import { type Lane, laneAt, occupy, stateOf } from "./lane.ts";
import type { Problem, Report, Solution } from "./problem.ts";
import type { Samples } from "./samples.ts";
import { Stopping } from "./stopping.ts";
import { validationScore } from "./validationScore.ts";

/** One problem while it is being solved: scikit-learn's `_plain_sgd`, but for the samples themselves. */
export class Run {
  readonly problem: Problem;
  readonly lane: Lane;
  readonly #kernel: Kernel;
  readonly #report: (report: Report) => void;
  readonly #stopping: Stopping;
  readonly #started = performance.now();
  #epoch = 0;

  constructor(
    kernel: Kernel,
    samples: Samples,
    at: number,
    problem: Problem,
    report: (report: Report) => void,
  ) {
    this.problem = problem;
    this.lane = laneAt(samples, at, problem.rows.length);
    this.#kernel = kernel;
    this.#report = report;
    this.#stopping = new Stopping(problem.method);
    occupy(kernel, this.lane, problem);
  }

  beginEpoch(): void {
    const { method, seed } = this.problem;
    this.#epoch++;
    this.#print(`-- Epoch ${this.#epoch}`);
    this.#kernel.startEpoch(this.lane.at, method.shuffle, seed);
  }

  /**
   * Decides what comes after an epoch.
   *
   * @returns the solution where it was the last
   * @throws RangeError when weights overflow, as scikit-learn's ValueError
   */
  endEpoch(): Solution | undefined {
    const { method } = this.problem;
    if (!this.#kernel.allFinite(this.lane.at)) throw overflow(this.#epoch);
    const score = method.earlyStopping ? validationScore(this.#kernel, this.lane, this.problem) : undefined;
    if (method.verbose) for (const line of this.#describe(score)) this.#print(line);
    this.#report({ epoch: this.#epoch });
    const objective = stateOf(this.lane, "sumObjective") / learners(this.problem);
    const next = this.#stopping.after(score, objective, stateOf(this.lane, "eta"));
    if (next === "slower") this.#kernel.setEta(this.lane.at, stateOf(this.lane, "eta") / 5);
    if (next === "stop")
      this.#print(`Convergence after ${this.#epoch} epochs took ${this.#seconds()} seconds`);
    return next === "stop" || this.#epoch === method.maxIter ? this.#finish() : undefined;
  }

  #finish(): Solution {
    this.#kernel.finish(this.lane.at);
    return {
      coef: Float64Array.from(this.lane.weights),
      intercept: stateOf(this.lane, "intercept"),
      averageCoef: this.problem.averageCoef && Float64Array.from(this.lane.averages),
      averageIntercept: stateOf(this.lane, "averageIntercept"),
      nIter: this.#epoch,
    };
  }

  #describe(score: number | undefined): string[] {
    const { lane } = this;
    const count = learners(this.problem);
    const parts = [
      `Norm: ${Math.sqrt(stateOf(lane, "squaredNorm")).toFixed(2)}`,
      `NNZs: ${lane.weights.reduce((sum, weight) => sum + (weight === 0 ? 0 : 1), 0)}`,
      `Bias: ${stateOf(lane, "intercept").toFixed(6)}`,
      `T: ${stateOf(lane, "count")}`,
      `Avg. loss: ${(stateOf(lane, "sumLoss") / count).toFixed(6)}`,
      `Objective: ${(stateOf(lane, "sumObjective") / count).toFixed(6)}`,
    ];
    if (score !== undefined) parts.push(`Validation score: ${score.toFixed(6)}`);
    return [parts.join(", "), `Total training time: ${this.#seconds()} seconds.`];
  }

  #print(line: string): void {
    if (this.problem.method.verbose) this.#report({ line });
  }

  #seconds(): string {
    return ((performance.now() - this.#started) / 1000).toFixed(2);
  }
}

function learners({ rows, heldOut }: Problem): number {
  return rows.length - (heldOut?.reduce((sum, held) => sum + held, 0) ?? 0);
}

function overflow(epoch: number): RangeError {
  return new RangeError(
    `Floating-point under-/overflow occurred at epoch #${epoch}. Scaling input data with StandardScaler or MinMaxScaler might help.`,
  );
}

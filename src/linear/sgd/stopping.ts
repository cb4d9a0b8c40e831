import type { Method } from "./problem.ts";

/** Decides after each epoch whether to go on, by scikit-learn's rules for `tol` and `nIterNoChange`. */
export class Stopping {
  readonly #method: Method;
  #best = Infinity;
  #without = 0;

  constructor(method: Method) {
    this.#method = method;
  }

  /**
   * @param score the validation score, where there is one
   * @param objective the mean objective over the training samples, which counts where there is no score
   * @param eta the present step size
   * @returns "slower" when the step size is to be divided by five (learningRate "adaptive")
   */
  after(score: number | undefined, objective: number, eta: number): "go on" | "slower" | "stop" {
    const { tol, nIterNoChange, schedule } = this.#method;
    // A score is better when larger: its negative takes the objective's place. The comparisons keep scikit-learn's sides.
    const value = score === undefined ? objective : -score;
    const stagnant = score === undefined ? value > this.#best - tol : score < -this.#best + tol;
    this.#without = tol > -Infinity && stagnant ? this.#without + 1 : 0;
    if (value < this.#best) this.#best = value;
    if (this.#without < nIterNoChange) return "go on";
    if (schedule !== "adaptive" || eta <= 1e-6) return "stop";
    this.#without = 0;
    return "slower";
  }
}

import type { Scalar, Tensor, Variable } from "../tensorflow.ts";

/** What every fused update takes: the weight, its gradient, the step size. */
export interface FusedUpdate {
  variable: Variable;
  gradient: Tensor;
  learningRate: Scalar;
}

/**
 * Updates that something computes in one operation each where it can, such as a graph by TensorFlow's `ResourceApply...`. An optimizer whose
 * formula is the same uses them in place of its own.
 */
export interface FusedUpdates {
  /** `variable -= learningRate * gradient`. */
  gradientDescent(update: FusedUpdate): void;
  /** `accumulation = momentum * accumulation - learningRate * gradient`, `variable += accumulation`, or Nesterov's step. */
  kerasMomentum(update: FusedUpdate & { accumulation: Variable; momentum: number; nesterov: boolean }): void;
  /** `meanSquare = rho * meanSquare + (1 - rho) * gradient²`, `moment = momentum * moment + learningRate * gradient / sqrt(meanSquare + epsilon)`. */
  rmsProp(
    update: FusedUpdate & {
      meanSquare: Variable;
      /** Undefined where the momentum is 0. */
      moment: Variable | undefined;
      rho: number;
      momentum: number;
      epsilon: number;
    },
  ): void;
  /** `variable -= learningRate * first / (sqrt(second) + epsilon)` after both means moved; the step size is corrected for bias already. */
  adam(
    update: FusedUpdate & {
      first: Variable;
      second: Variable;
      beta1: number;
      beta2: number;
      epsilon: number;
    },
  ): void;
}

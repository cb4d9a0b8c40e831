import { common, Optimizer } from "./optimizer.ts";
import { inRange, type OptimizerOptions } from "./options.ts";

/** The options that Adam and its kin share, with Keras's defaults. */
export interface MomentsOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The share of the mean gradient that is kept. Default 0.9. */
  beta1?: number;
  /** The share of the mean squared gradient that is kept. Default 0.999. */
  beta2?: number;
  /** Added to the root, so that nothing is divided by 0. Default 1e-7. */
  epsilon?: number;
}

/** An optimizer that follows two running means of the gradients, as Adam does. */
export abstract class MomentsOptimizer extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: MomentsOptions) {
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
    super(learningRate, common(options));
    inRange("beta1", beta1, 0, 1);
    inRange("beta2", beta2, 0, 1);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }
}

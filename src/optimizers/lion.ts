import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { decay } from "./means.ts";
import { common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import { inRange, type OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link lion}, with Keras's defaults. */
export interface LionOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The momentum's share in the direction of a step. Default 0.9. */
  beta1?: number;
  /** The share of the momentum that is kept. Default 0.99. */
  beta2?: number;
}

/** See {@link lion}. */
export class Lion extends Optimizer {
  readonly name = "lion";
  readonly className = "Lion";
  readonly beta1: number;
  readonly beta2: number;

  constructor(options: LionOptions = {}) {
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.99 } = options;
    super(learningRate, common(options));
    inRange("beta1", beta1, 0, 1);
    inRange("beta2", beta2, 0, 1);
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "momentum" }]];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const momentum = slots.momentum!;
    const direction = tf.add(tf.mul(momentum, this.beta1), tf.mul(gradient, 1 - this.beta1));
    variable.assign(tf.sub(variable, tf.mul(tf.sign(direction), by.learningRate)));
    decay(momentum, gradient, this.beta2);
  }

  override settings() {
    return { beta1: this.beta1, beta2: this.beta2 };
  }
}

/**
 * Steps of one size in the direction of the momentum's sign (Chen et al., 2023): `keras.optimizers.Lion`.
 *
 * @example model.compile({ optimizer: lion({ learningRate: 1e-4, weightDecay: 0.01 }), loss: "mse" });
 */
export function lion(options: LionOptions = {}): Lion {
  return new Lion(options);
}

import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { decay } from "./means.ts";
import { common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import { inRange, type OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link adadelta}, with Keras's defaults. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The share of the running means that is kept. Default 0.95. */
  rho?: number;
  /** Added to both means under their roots. Default 1e-7. */
  epsilon?: number;
}

/** See {@link adadelta}. */
export class Adadelta extends Optimizer {
  readonly name = "adadelta";
  readonly className = "Adadelta";
  readonly rho: number;
  readonly epsilon: number;

  constructor(options: AdadeltaOptions = {}) {
    const { learningRate = 0.001, rho = 0.95, epsilon = 1e-7 } = options;
    super(learningRate, common(options));
    inRange("rho", rho, 0, 1);
    this.rho = rho;
    this.epsilon = epsilon;
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "accumulatedGrad" }, { name: "accumulatedDeltaVar" }]];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const { accumulatedGrad, accumulatedDeltaVar } = slots;
    decay(accumulatedGrad!, tf.square(gradient), this.rho);
    const step = tf.div(tf.mul(this.#root(accumulatedDeltaVar!), gradient), this.#root(accumulatedGrad!));
    decay(accumulatedDeltaVar!, tf.square(step), this.rho);
    variable.assign(tf.sub(variable, tf.mul(step, by.learningRate)));
  }

  #root(mean: Tensor): Tensor {
    return tf.sqrt(tf.add(mean, this.epsilon));
  }

  override settings() {
    return { rho: this.rho, epsilon: this.epsilon };
  }
}

/**
 * Steps scaled by the ratio of past steps to past gradients (Zeiler, 2012): `keras.optimizers.Adadelta`. The paper's learning rate
 * is 1.
 *
 * @example model.compile({ optimizer: adadelta({ learningRate: 1 }), loss: "mse" });
 */
export function adadelta(options: AdadeltaOptions = {}): Adadelta {
  return new Adadelta(options);
}

import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { correction } from "./float32.ts";
import { approach } from "./means.ts";
import { MomentsOptimizer, type MomentsOptions } from "./moments.ts";
import type { Coefficients, FedCoefficients } from "./optimizer.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link adamax}, with Keras's defaults. */
export interface AdamaxOptions extends MomentsOptions {
  /** The share of the largest gradient that is kept. Default 0.999. */
  beta2?: number;
  /** Added to the largest gradient, so that nothing is divided by 0. Default 1e-7. */
  epsilon?: number;
}

/** See {@link adamax}. */
export class Adamax extends MomentsOptimizer {
  readonly name = "adamax";
  readonly className = "Adamax";

  constructor(options: AdamaxOptions = {}) {
    super(options);
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "momentum" }, { name: "norm" }]];
  }

  override coefficients(): Coefficients {
    return { ...super.coefficients(), momentumCorrection: correction(this.beta1, this.iterations + 1) };
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const { momentum, norm } = slots;
    approach(momentum!, gradient, 1 - this.beta1);
    norm!.assign(tf.maximum(tf.mul(norm!, this.beta2), tf.abs(gradient)));
    const size = tf.mul(tf.add(norm!, this.epsilon), by.momentumCorrection!);
    variable.assign(tf.sub(variable, tf.div(tf.mul(momentum!, by.learningRate), size)));
  }

  override settings() {
    return { beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon };
  }
}

/**
 * Adam with the largest gradient so far in place of the mean square (Kingma and Ba, 2015): `keras.optimizers.Adamax`.
 *
 * @example model.compile({ optimizer: adamax(), loss: "mse" });
 */
export function adamax(options: AdamaxOptions = {}): Adamax {
  return new Adamax(options);
}

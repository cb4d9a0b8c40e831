import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { correction } from "./float32.ts";
import { approach } from "./means.ts";
import { MomentsOptimizer, type MomentsOptions } from "./moments.ts";
import type { Coefficients, FedCoefficients } from "./optimizer.ts";
import type { SlotSpec, Slots } from "./slots.ts";
import { type OptimizerWeight, scalarWeight } from "./weights.ts";

/** The options of {@link nadam}, with Keras's defaults. */
export type NadamOptions = MomentsOptions;

/** See {@link nadam}. */
export class Nadam extends MomentsOptimizer {
  readonly name = "nadam";
  readonly className = "Nadam";

  constructor(options: NadamOptions = {}) {
    super(options);
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "momentum" }, { name: "velocity" }]];
  }

  override coefficients(): Coefficients {
    const t = this.iterations + 1;
    const product = this.#productUpTo(t);
    const next = this.#share(t + 1);
    return {
      ...super.coefficients(),
      momentumShare: next / (1 - product * next),
      gradientShare: (1 - this.#share(t)) / (1 - product),
      velocityCorrection: correction(this.beta2, t),
    };
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const { momentum, velocity } = slots;
    approach(momentum!, gradient, 1 - this.beta1);
    approach(velocity!, tf.square(gradient), 1 - this.beta2);
    const ahead = tf.add(tf.mul(momentum!, by.momentumShare!), tf.mul(gradient, by.gradientShare!));
    const root = tf.add(tf.sqrt(tf.div(velocity!, by.velocityCorrection!)), this.epsilon);
    variable.assign(tf.sub(variable, tf.div(tf.mul(ahead, by.learningRate), root)));
  }

  protected override extraWeights(): OptimizerWeight[] {
    return [scalarWeight("variable", this.#productUpTo(this.iterations), "float32")];
  }

  /** The momentum's share at a step, which grows towards beta1. */
  #share(step: number): number {
    return this.beta1 * (1 - 0.5 * 0.96 ** step);
  }

  #productUpTo(step: number): number {
    if (this.#product.step > step) this.#product = { step: 0, value: 1 };
    while (this.#product.step < step) {
      const next = this.#product.step + 1;
      this.#product = { step: next, value: this.#product.value * this.#share(next) };
    }
    return this.#product.value;
  }

  /** The product of all shares so far. */
  #product = { step: 0, value: 1 };

  override settings() {
    return { beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon };
  }
}

/**
 * Adam with Nesterov's momentum (Dozat, 2015) by Keras 3's formula: `keras.optimizers.Nadam`.
 *
 * @example model.compile({ optimizer: nadam({ learningRate: 0.002 }), loss: "mse" });
 */
export function nadam(options: NadamOptions = {}): Nadam {
  return new Nadam(options);
}

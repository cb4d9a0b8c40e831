import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { correction } from "./float32.ts";
import { approach } from "./means.ts";
import { MomentsOptimizer, type MomentsOptions } from "./moments.ts";
import type { Coefficients, FedCoefficients } from "./optimizer.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link lamb}, with Keras's defaults. */
export type LambOptions = MomentsOptions;

/** See {@link lamb}. */
export class Lamb extends MomentsOptimizer {
  readonly name = "lamb";
  readonly className = "Lamb";

  constructor(options: LambOptions = {}) {
    super(options);
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "momentum" }, { name: "velocity" }]];
  }

  override coefficients(): Coefficients {
    const t = this.iterations + 1;
    return {
      ...super.coefficients(),
      momentumCorrection: correction(this.beta1, t),
      velocityCorrection: correction(this.beta2, t),
    };
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const { momentum, velocity } = slots;
    approach(momentum!, gradient, 1 - this.beta1);
    approach(velocity!, tf.square(gradient), 1 - this.beta2);
    const root = tf.add(tf.sqrt(tf.div(velocity!, by.velocityCorrection!)), this.epsilon);
    const step = tf.div(tf.div(momentum!, by.momentumCorrection!), root);
    variable.assign(tf.sub(variable, tf.mul(tf.mul(trust(variable, step), by.learningRate), step)));
  }

  override settings() {
    return { beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon };
  }
}

/** The ratio of two lengths, 1 where one of them is 0. */
function trust(variable: Tensor, step: Tensor): Tensor {
  const [weight, change] = [variable, step].map((values) => tf.sqrt(tf.sum(tf.square(values))));
  const known = tf.logicalAnd(tf.greater(weight!, 0), tf.greater(change!, 0));
  return tf.where(known, tf.div(weight!, change!), tf.scalar(1));
}

/**
 * Adam with steps scaled to each weight's length, for large batches (You et al., 2019): `keras.optimizers.Lamb`.
 *
 * @example model.compile({ optimizer: lamb(), loss: "mse" });
 */
export function lamb(options: LambOptions = {}): Lamb {
  return new Lamb(options);
}

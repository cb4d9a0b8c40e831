import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { correction } from "./float32.ts";
import type { FusedUpdates } from "./fused.ts";
import { approach } from "./means.ts";
import { MomentsOptimizer, type MomentsOptions } from "./moments.ts";
import type { Coefficients, FedCoefficients } from "./optimizer.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link adam}, with Keras's defaults. */
export interface AdamOptions extends MomentsOptions {
  /** Added to the root before bias correction ("epsilon hat" of the paper). Default 1e-7. */
  epsilon?: number;
  /** Whether the largest mean square so far is used (AMSGrad). Default false. */
  amsgrad?: boolean;
}

/** See {@link adam}. */
export class Adam extends MomentsOptimizer {
  readonly name: string = "adam";
  readonly className: string = "Adam";
  readonly amsgrad: boolean;

  constructor(options: AdamOptions = {}) {
    super(options);
    this.amsgrad = options.amsgrad ?? false;
  }

  override slotGroups(): SlotSpec[][] {
    return [
      [{ name: "momentum" }, { name: "velocity" }],
      ...(this.amsgrad ? [[{ name: "velocityHat" }]] : []),
    ];
  }

  override coefficients(): Coefficients {
    const numbers = super.coefficients();
    const t = this.iterations + 1;
    numbers.alpha = (numbers.learningRate * Math.sqrt(correction(this.beta2, t))) / correction(this.beta1, t);
    return numbers;
  }

  protected override update(
    variable: Variable,
    gradient: Tensor,
    slots: Slots,
    by: FedCoefficients,
    fused?: FusedUpdates,
  ): void {
    if (fused !== undefined && !this.amsgrad) {
      const update = { variable, gradient, learningRate: by.alpha! };
      const { beta1, beta2, epsilon } = this;
      fused.adam({ ...update, first: slots.momentum!, second: slots.velocity!, beta1, beta2, epsilon });
      return;
    }
    const { momentum, velocity, velocityHat } = slots;
    approach(momentum!, gradient, 1 - this.beta1);
    approach(velocity!, tf.square(gradient), 1 - this.beta2);
    velocityHat?.assign(tf.maximum(velocityHat, velocity!));
    const root = tf.add(tf.sqrt(velocityHat ?? velocity!), this.epsilon);
    variable.assign(tf.sub(variable, tf.div(tf.mul(momentum!, by.alpha!), root)));
  }

  override settings() {
    return { beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon, amsgrad: this.amsgrad };
  }
}

/**
 * Adam (Kingma and Ba, 2015) by Keras 3's formula: `keras.optimizers.Adam`. `tf.train.adam` adds epsilon elsewhere.
 *
 * @example model.compile({ optimizer: adam({ learningRate: 3e-4 }), loss: "mse" });
 */
export function adam(options: AdamOptions = {}): Adam {
  return new Adam(options);
}

import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { Optimizer, type Slots } from "./optimizer.ts";

/** The options of {@link rmsprop}, with Keras's defaults. */
export interface RmspropOptions {
  /** The step size. Default 0.001. */
  learningRate?: number;
  /** The share of the running mean of squared gradients that is kept. Default 0.9. */
  rho?: number;
  /** The share of the previous step that is kept. Default 0. */
  momentum?: number;
  /** Added to the mean of squares under the root. Default 1e-7. */
  epsilon?: number;
  /** Whether the mean gradient's square is subtracted first. Default false. */
  centered?: boolean;
}

/** RMSprop; see {@link rmsprop}. */
export class RMSprop extends Optimizer {
  readonly name = "rmsprop";
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(options: RmspropOptions = {}) {
    const { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
    super(learningRate);
    this.rho = rho;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.centered = centered;
  }

  override slotNames(): readonly string[] {
    return ["velocity", ...(this.momentum > 0 ? ["momentum"] : []), ...(this.centered ? ["average"] : [])];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots): void {
    const { velocity, momentum, average } = slots;
    velocity!.assign(decay(velocity!, tf.square(gradient), this.rho));
    let spread: Tensor = velocity!;
    if (average !== undefined) {
      average.assign(decay(average, gradient, this.rho));
      spread = tf.sub(spread, tf.square(average));
    }
    let step = tf.mul(tf.mul(gradient, this.learningRate), tf.rsqrt(tf.add(spread, this.epsilon)));
    if (momentum !== undefined) {
      momentum.assign(tf.add(tf.mul(momentum, this.momentum), step));
      step = momentum;
    }
    variable.assign(tf.sub(variable, step));
  }
}

function decay(mean: Tensor, value: Tensor, rho: number): Tensor {
  return tf.add(tf.mul(mean, rho), tf.mul(value, 1 - rho));
}

/**
 * RMSprop (Hinton, 2012) by Keras 3's formula, in which epsilon stands under the root: `keras.optimizers.RMSprop`, the
 * optimizer that Keras takes where `compile` names none.
 *
 * @example model.compile({ optimizer: rmsprop({ learningRate: 0.01 }), loss: "mse" });
 */
export function rmsprop(options: RmspropOptions = {}): RMSprop {
  return new RMSprop(options);
}

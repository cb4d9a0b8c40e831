import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import type { FusedUpdates } from "./fused.ts";
import { decay } from "./means.ts";
import { common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import type { OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link rmsprop}, with Keras's defaults. */
export interface RMSpropOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The share of the running mean of squared gradients that is kept. Default 0.9. */
  rho?: number;
  /** The share of the previous step that is kept. Default 0. */
  momentum?: number;
  /** Added to the mean of squares under the root. Default 1e-7. */
  epsilon?: number;
  /** Whether the mean gradient's square is subtracted first. Default false. */
  centered?: boolean;
}

/** See {@link rmsprop}. */
export class RMSprop extends Optimizer {
  readonly name = "rm_sprop";
  readonly className = "RMSprop";
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(options: RMSpropOptions = {}) {
    const { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
    super(learningRate, common(options));
    this.rho = rho;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.centered = centered;
  }

  override slotGroups(): SlotSpec[][] {
    return [
      [{ name: "velocity" }],
      ...(this.momentum > 0 ? [[{ name: "momentum" }]] : []),
      ...(this.centered ? [[{ name: "averageGradient" }]] : []),
    ];
  }

  protected override update(
    variable: Variable,
    gradient: Tensor,
    slots: Slots,
    by: FedCoefficients,
    fused?: FusedUpdates,
  ): void {
    if (fused !== undefined && !this.centered) {
      const update = { variable, gradient, learningRate: by.learningRate };
      const { rho, momentum, epsilon } = this;
      fused.rmsProp({
        ...update,
        meanSquare: slots.velocity!,
        moment: slots.momentum,
        rho,
        momentum,
        epsilon,
      });
      return;
    }
    const { velocity, momentum, averageGradient } = slots;
    decay(velocity!, tf.square(gradient), this.rho);
    let spread: Tensor = velocity!;
    if (averageGradient !== undefined) {
      decay(averageGradient, gradient, this.rho);
      spread = tf.sub(spread, tf.square(averageGradient));
    }
    let step: Tensor = tf.div(tf.mul(gradient, by.learningRate), tf.sqrt(tf.add(spread, this.epsilon)));
    if (momentum !== undefined) {
      momentum.assign(tf.add(tf.mul(momentum, this.momentum), step));
      step = momentum;
    }
    variable.assign(tf.sub(variable, step));
  }

  override settings() {
    return { rho: this.rho, momentum: this.momentum, epsilon: this.epsilon, centered: this.centered };
  }
}

/**
 * RMSprop (Hinton, 2012) by Keras 3's formula, in which epsilon stands under the root: `keras.optimizers.RMSprop`, the
 * optimizer that Keras takes where `compile` names none.
 *
 * @example model.compile({ optimizer: rmsprop({ learningRate: 0.01 }), loss: "mse" });
 */
export function rmsprop(options: RMSpropOptions = {}): RMSprop {
  return new RMSprop(options);
}

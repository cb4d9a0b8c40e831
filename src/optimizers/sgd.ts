import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import type { FusedUpdates } from "./fused.ts";
import { common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import { inRange, type OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link sgd}, with Keras's defaults. */
export interface SGDOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.01. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The share of the previous step that is kept, from 0 to 1. Default 0. */
  momentum?: number;
  /** Whether the step looks ahead along the momentum (Nesterov). Default false. */
  nesterov?: boolean;
}

/** See {@link sgd}. */
export class SGD extends Optimizer {
  readonly name = "sgd";
  readonly className = "SGD";
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    const { learningRate = 0.01, momentum = 0, nesterov = false } = options;
    super(learningRate, common(options));
    inRange("momentum", momentum, 0, 1);
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  override slotGroups(): SlotSpec[][] {
    return this.momentum === 0 ? [] : [[{ name: "momentum" }]];
  }

  protected override update(
    variable: Variable,
    gradient: Tensor,
    slots: Slots,
    by: FedCoefficients,
    fused?: FusedUpdates,
  ): void {
    if (fused !== undefined) {
      const update = { variable, gradient, learningRate: by.learningRate };
      const { momentum, nesterov } = this;
      if (slots.momentum === undefined) fused.gradientDescent(update);
      else fused.kerasMomentum({ ...update, accumulation: slots.momentum, momentum, nesterov });
      return;
    }
    const step = tf.mul(gradient, by.learningRate);
    const velocity = slots.momentum;
    if (velocity === undefined) {
      variable.assign(tf.sub(variable, step));
      return;
    }
    velocity.assign(tf.sub(tf.mul(velocity, this.momentum), step));
    const change = this.nesterov ? tf.sub(tf.mul(velocity, this.momentum), step) : velocity;
    variable.assign(tf.add(variable, change));
  }

  override settings() {
    return { momentum: this.momentum, nesterov: this.nesterov };
  }
}

/**
 * Stochastic gradient descent, with momentum and Nesterov's variant: `keras.optimizers.SGD`.
 *
 * @throws RangeError for a negative learning rate or a momentum outside 0 to 1
 *
 * @example model.compile({ optimizer: sgd({ momentum: 0.9, nesterov: true }), loss: "mse" });
 */
export function sgd(options: SGDOptions = {}): SGD {
  return new SGD(options);
}

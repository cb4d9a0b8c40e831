import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { Optimizer, type Slots } from "./optimizer.ts";

/** The options of {@link sgd}, with Keras's defaults. */
export interface SgdOptions {
  /** The step size. Default 0.01. */
  learningRate?: number;
  /** The share of the previous step that is kept, from 0 to 1. Default 0. */
  momentum?: number;
  /** Whether the step looks ahead along the momentum (Nesterov). Default false. */
  nesterov?: boolean;
}

/** Stochastic gradient descent; see {@link sgd}. */
export class SGD extends Optimizer {
  readonly name = "sgd";
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor({ learningRate = 0.01, momentum = 0, nesterov = false }: SgdOptions = {}) {
    super(learningRate);
    if (!(momentum >= 0 && momentum <= 1)) throw new RangeError(`momentum lies from 0 to 1, got ${momentum}`);
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  override slotNames(): readonly string[] {
    return this.momentum === 0 ? [] : ["momentum"];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots): void {
    const step = tf.mul(gradient, this.learningRate);
    const velocity = slots.momentum;
    if (velocity === undefined) {
      variable.assign(tf.sub(variable, step));
      return;
    }
    velocity.assign(tf.sub(tf.mul(velocity, this.momentum), step));
    const change = this.nesterov ? tf.sub(tf.mul(velocity, this.momentum), step) : velocity;
    variable.assign(tf.add(variable, change));
  }
}

/**
 * Stochastic gradient descent, with momentum and Nesterov's variant: `keras.optimizers.SGD`.
 *
 * @throws RangeError for a negative learning rate or a momentum outside 0 to 1
 * @example model.compile({ optimizer: sgd({ momentum: 0.9, nesterov: true }), loss: "mse" });
 */
export function sgd(options: SgdOptions = {}): SGD {
  return new SGD(options);
}

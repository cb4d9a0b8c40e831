import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { Optimizer, type Slots } from "./optimizer.ts";

/** The options of {@link adam}, with Keras's defaults. */
export interface AdamOptions {
  /** The step size. Default 0.001. */
  learningRate?: number;
  /** The decay of the mean gradient. Default 0.9. */
  beta1?: number;
  /** The decay of the mean squared gradient. Default 0.999. */
  beta2?: number;
  /** Added to the root before bias correction ("epsilon hat" of the paper). Default 1e-7. */
  epsilon?: number;
  /** Whether the largest mean square so far is used (AMSGrad). Default false. */
  amsgrad?: boolean;
}

/** Adam; see {@link adam}. */
export class Adam extends Optimizer {
  readonly name = "adam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor(options: AdamOptions = {}) {
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false } = options;
    super(learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.amsgrad = amsgrad;
  }

  override slotNames(): readonly string[] {
    return ["momentum", "velocity", ...(this.amsgrad ? ["velocityHat"] : [])];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots): void {
    const { momentum, velocity, velocityHat } = slots;
    const t = this.iterations;
    const alpha = (this.learningRate * Math.sqrt(1 - this.beta2 ** t)) / (1 - this.beta1 ** t);
    approach(momentum!, gradient, 1 - this.beta1);
    approach(velocity!, tf.square(gradient), 1 - this.beta2);
    velocityHat?.assign(tf.maximum(velocityHat, velocity!));
    const root = tf.add(tf.sqrt(velocityHat ?? velocity!), this.epsilon);
    variable.assign(tf.sub(variable, tf.div(tf.mul(momentum!, alpha), root)));
  }
}

function approach(mean: Variable, value: Tensor, share: number): void {
  mean.assign(tf.add(mean, tf.mul(tf.sub(value, mean), share)));
}

/**
 * Adam (Kingma and Ba, 2015) by Keras 3's formula: `keras.optimizers.Adam`. `tf.train.adam` adds epsilon elsewhere.
 *
 * @example model.compile({ optimizer: adam({ learningRate: 3e-4 }), loss: "mse" });
 */
export function adam(options: AdamOptions = {}): Adam {
  return new Adam(options);
}

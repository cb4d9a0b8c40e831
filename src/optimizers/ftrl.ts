import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import { inRange, type OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link ftrl}, with Keras's defaults. */
export interface FtrlOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** How the step shrinks as squared gradients add up, 0 or less; 0 keeps it. Default -0.5. */
  learningRatePower?: number;
  /** What the sum of squared gradients starts from. Default 0.1. */
  initialAccumulatorValue?: number;
  /** The L1 penalty. Default 0. */
  l1RegularizationStrength?: number;
  /** The L2 penalty, which stabilises. Default 0. */
  l2RegularizationStrength?: number;
  /** The L2 penalty on size, which acts on the gradient. Default 0. */
  l2ShrinkageRegularizationStrength?: number;
  /** The paper's beta. Default 0. */
  beta?: number;
}

/** See {@link ftrl}. */
export class Ftrl extends Optimizer {
  readonly name = "ftrl";
  readonly className = "Ftrl";
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;

  constructor(options: FtrlOptions = {}) {
    const {
      learningRate = 0.001,
      learningRatePower = -0.5,
      initialAccumulatorValue = 0.1,
      l1RegularizationStrength = 0,
      l2RegularizationStrength = 0,
      l2ShrinkageRegularizationStrength = 0,
      beta = 0,
    } = options;
    super(learningRate, common(options));
    inRange("learningRatePower", -learningRatePower, 0, Number.POSITIVE_INFINITY);
    for (const [option, value] of Object.entries({
      initialAccumulatorValue,
      l1RegularizationStrength,
      l2RegularizationStrength,
      l2ShrinkageRegularizationStrength,
    })) {
      inRange(option, value, 0, Number.POSITIVE_INFINITY);
    }
    this.learningRatePower = learningRatePower;
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.l1RegularizationStrength = l1RegularizationStrength;
    this.l2RegularizationStrength = l2RegularizationStrength;
    this.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength;
    this.beta = beta;
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "accumulator", initial: this.initialAccumulatorValue }, { name: "linear" }]];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const { accumulator, linear } = slots;
    const shrunk = tf.add(gradient, tf.mul(variable, 2 * this.l2ShrinkageRegularizationStrength));
    const sum = tf.add(accumulator!, tf.square(gradient));
    const grown = this.#power(sum);
    const growth = tf.div(tf.sub(grown, this.#power(accumulator!)), by.learningRate);
    linear!.assign(tf.add(linear!, tf.sub(shrunk, tf.mul(growth, variable))));
    const l2 = tf.add(this.l2RegularizationStrength, tf.div(this.beta, tf.mul(by.learningRate, 2)));
    const quadratic = tf.add(tf.div(grown, by.learningRate), tf.mul(l2, 2));
    const l1 = this.l1RegularizationStrength;
    variable.assign(tf.div(tf.sub(tf.clipByValue(linear!, -l1, l1), linear!), quadratic));
    accumulator!.assign(sum);
  }

  #power(sum: Tensor): Tensor {
    return tf.pow(sum, -this.learningRatePower);
  }

  override settings() {
    return {
      learningRatePower: this.learningRatePower,
      initialAccumulatorValue: this.initialAccumulatorValue,
      l1RegularizationStrength: this.l1RegularizationStrength,
      l2RegularizationStrength: this.l2RegularizationStrength,
      l2ShrinkageRegularizationStrength: this.l2ShrinkageRegularizationStrength,
      beta: this.beta,
    };
  }
}

/**
 * Follow the regularised leader (McMahan et al., 2013), which keeps weights at 0 under an L1 penalty: `keras.optimizers.Ftrl`.
 *
 * @example model.compile({ optimizer: ftrl({ l1RegularizationStrength: 0.001 }), loss: "mse" });
 */
export function ftrl(options: FtrlOptions = {}): Ftrl {
  return new Ftrl(options);
}

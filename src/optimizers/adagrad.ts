import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import { inRange, type OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link adagrad}, with Keras's defaults. */
export interface AdagradOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** What the sum of squared gradients starts from. Default 0.1. */
  initialAccumulatorValue?: number;
  /** Added to the sum under the root. Default 1e-7. */
  epsilon?: number;
}

/** See {@link adagrad}. */
export class Adagrad extends Optimizer {
  readonly name = "adagrad";
  readonly className = "Adagrad";
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;

  constructor(options: AdagradOptions = {}) {
    const { learningRate = 0.001, initialAccumulatorValue = 0.1, epsilon = 1e-7 } = options;
    super(learningRate, common(options));
    inRange("initialAccumulatorValue", initialAccumulatorValue, 0, Number.POSITIVE_INFINITY);
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.epsilon = epsilon;
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "accumulator", initial: this.initialAccumulatorValue }]];
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const accumulator = slots.accumulator!;
    accumulator.assign(tf.add(accumulator, tf.square(gradient)));
    const root = tf.sqrt(tf.add(accumulator, this.epsilon));
    variable.assign(tf.sub(variable, tf.div(tf.mul(gradient, by.learningRate), root)));
  }

  override settings() {
    return { initialAccumulatorValue: this.initialAccumulatorValue, epsilon: this.epsilon };
  }
}

/**
 * Steps that shrink as squared gradients add up (Duchi et al., 2011): `keras.optimizers.Adagrad`. `tf.train.adagrad` adds epsilon
 * elsewhere and has other defaults.
 *
 * @example model.compile({ optimizer: adagrad({ learningRate: 0.1 }), loss: "mse" });
 */
export function adagrad(options: AdagradOptions = {}): Adagrad {
  return new Adagrad(options);
}

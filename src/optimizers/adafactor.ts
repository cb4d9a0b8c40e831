import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { type Coefficients, common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import type { OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link adafactor}, with Keras's defaults. */
export interface AdafactorOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The power by which the means' kept share grows with the steps. Default -0.8. */
  beta2Decay?: number;
  /** Added to squared gradients. Default 1e-30. */
  epsilon1?: number;
  /** The least size that a weight counts as. Default 1e-3. */
  epsilon2?: number;
  /** The size beyond which a step is scaled down. Default 1. */
  clipThreshold?: number;
  /** Whether the step size also shrinks with the root of the steps. Default true. */
  relativeStep?: boolean;
}

/** See {@link adafactor}. */
export class Adafactor extends Optimizer {
  readonly name = "adafactor";
  readonly className = "Adafactor";
  readonly beta2Decay: number;
  readonly epsilon1: number;
  readonly epsilon2: number;
  readonly clipThreshold: number;
  readonly relativeStep: boolean;

  constructor(options: AdafactorOptions = {}) {
    const {
      learningRate = 0.001,
      beta2Decay = -0.8,
      epsilon1 = 1e-30,
      epsilon2 = 1e-3,
      clipThreshold = 1,
      relativeStep = true,
    } = options;
    super(learningRate, common(options));
    this.beta2Decay = beta2Decay;
    this.epsilon1 = epsilon1;
    this.epsilon2 = epsilon2;
    this.clipThreshold = clipThreshold;
    this.relativeStep = relativeStep;
  }

  override slotGroups(): SlotSpec[][] {
    const rows = (shape: readonly number[]) => (shape.length < 2 ? [] : shape.slice(0, -1));
    const columns = (shape: readonly number[]) =>
      shape.length < 2 ? [] : [...shape.slice(0, -2), shape.at(-1)!];
    return [[{ name: "r", shape: rows }, { name: "c", shape: columns }, { name: "velocity" }]];
  }

  override coefficients(): Coefficients {
    const t = this.iterations + 1;
    const { learningRate } = super.coefficients();
    return {
      ...super.coefficients(),
      relativeRate: Math.min(learningRate, 1 / Math.sqrt(t)),
      kept: 1 - t ** this.beta2Decay,
    };
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const size = tf.mul(tf.maximum(rootMeanSquare(variable), this.epsilon2), by.relativeRate!);
    this.#remember(tf.add(tf.square(gradient), this.epsilon1), slots, by.kept!);
    const step = tf.div(gradient, tf.sqrt(slots.velocity!));
    const clip = tf.maximum(tf.div(rootMeanSquare(step), this.clipThreshold), 1);
    variable.assign(tf.sub(variable, tf.mul(size, tf.div(step, clip))));
  }

  /** Updates the mean squares: for a matrix as the product of its row and column means. */
  #remember(squares: Tensor, { r, c, velocity }: Slots, kept: Tensor): void {
    const mixed = (mean: Tensor, value: Tensor) => tf.add(tf.mul(mean, kept), tf.mul(value, tf.sub(1, kept)));
    if (squares.rank < 2) {
      velocity!.assign(mixed(velocity!, squares));
      return;
    }
    r!.assign(mixed(r!, tf.mean(squares, -1)));
    c!.assign(mixed(c!, tf.mean(squares, -2)));
    const rows = tf.div(r!, tf.mean(r!, -1, true));
    velocity!.assign(tf.mul(tf.expandDims(rows, -1), tf.expandDims(c!, -2)));
  }

  override settings() {
    return {
      beta2Decay: this.beta2Decay,
      epsilon1: this.epsilon1,
      epsilon2: this.epsilon2,
      clipThreshold: this.clipThreshold,
      relativeStep: this.relativeStep,
    };
  }
}

function rootMeanSquare(values: Tensor): Tensor {
  return tf.sqrt(tf.mean(tf.square(values)));
}

/**
 * Adam that keeps only row and column means of squared gradients (Shazeer and Stern, 2018): `keras.optimizers.Adafactor`.
 *
 * @example model.compile({ optimizer: adafactor(), loss: "mse" });
 */
export function adafactor(options: AdafactorOptions = {}): Adafactor {
  return new Adafactor(options);
}

import { type Tensor, tf, type Variable } from "../tensorflow.ts";
import { correction } from "./float32.ts";
import { approach } from "./means.ts";
import { type Coefficients, common, type FedCoefficients, Optimizer } from "./optimizer.ts";
import { asOptions, inRange, type OptimizerOptions } from "./options.ts";
import type { SlotSpec, Slots } from "./slots.ts";

/** The options of {@link muon}, with Keras's defaults. */
export interface MuonOptions extends OptimizerOptions {
  /** The step size, or a schedule. Default 0.001. */
  learningRate?: NonNullable<OptimizerOptions["learningRate"]>;
  /** The share of each matrix, times the step size, that is taken away before a step. Default 0.004. */
  weightDecay?: number;
  /** The share of Adam's mean gradient that is kept. Default 0.9. */
  adamBeta1?: number;
  /** The share of Adam's mean square that is kept. Default 0.999. */
  adamBeta2?: number;
  /** The weight decay of what Adam changes. Default 0.004. */
  adamWeightDecay?: number;
  /** Added to the root of Adam's mean square. Default 1e-7. */
  epsilon?: number;
  /** Patterns of weights' names (`"output"`) that Adam changes, usually the last layer's. Default none. */
  excludeLayers?: readonly string[];
  /** Whether Adam changes embeddings. Default true. */
  excludeEmbeddings?: boolean;
  /** The first coefficient of the iteration. Default 3.4445. */
  muonA?: number;
  /** The second coefficient of the iteration. Default -4.775. */
  muonB?: number;
  /** The third coefficient of the iteration. Default 2.0315. */
  muonC?: number;
  /** Adam's step size by Muon's. Default 1. */
  adamLrRatio?: number;
  /** The share of the mean gradient that is kept. Default 0.95. */
  momentum?: number;
  /** How many iterations make a gradient nearly orthogonal. Default 5. */
  nsSteps?: number;
  /** Whether the step looks ahead along the momentum (Nesterov). Default true. */
  nesterov?: boolean;
  /** What a step is scaled to, with the root of the matrix's longer side, so that Adam's step sizes fit (Liu et al., 2025). Default 0.2. */
  rmsRate?: number;
}

type Settings = Required<Omit<MuonOptions, keyof OptimizerOptions>>;

const defaults: Settings = {
  adamBeta1: 0.9,
  adamBeta2: 0.999,
  epsilon: 1e-7,
  excludeLayers: [],
  muonA: 3.4445,
  muonB: -4.775,
  muonC: 2.0315,
  adamLrRatio: 1,
  momentum: 0.95,
  nsSteps: 5,
  nesterov: true,
  excludeEmbeddings: true,
  adamWeightDecay: 0.004,
  rmsRate: 0.2,
};

/** See {@link muon}. */
export class Muon extends Optimizer {
  readonly name = "muon";
  readonly className = "Muon";
  readonly #settings: Settings;

  constructor(options: MuonOptions = {}) {
    const { learningRate = 0.001, weightDecay = 0.004 } = options;
    super(learningRate, common({ ...asOptions(options), weightDecay }));
    const given = (Object.keys(defaults) as (keyof Settings)[]).map((key) => [
      key,
      options[key] ?? defaults[key],
    ]);
    this.#settings = Object.fromEntries(given) as unknown as Settings;
    inRange("momentum", this.#settings.momentum, 0, 1);
    inRange("adamBeta1", this.#settings.adamBeta1, 0, 1);
    inRange("adamBeta2", this.#settings.adamBeta2, 0, 1);
  }

  override slotGroups(): SlotSpec[][] {
    return [[{ name: "momentum" }, { name: "velocity", only: (variable) => this.#isAdams(variable) }]];
  }

  override coefficients(): Coefficients {
    const numbers = super.coefficients();
    const { adamBeta1, adamBeta2, adamLrRatio } = this.#settings;
    const t = this.iterations + 1;
    const corrected = Math.sqrt(correction(adamBeta2, t)) / correction(adamBeta1, t);
    numbers.alpha = numbers.learningRate * adamLrRatio * corrected;
    return numbers;
  }

  protected override update(variable: Variable, gradient: Tensor, slots: Slots, by: FedCoefficients): void {
    const { momentum, velocity } = slots;
    if (velocity === undefined) this.#stepMatrix(variable, gradient, momentum!, by);
    else this.#stepByAdam(variable, gradient, { momentum: momentum!, velocity }, by);
  }

  protected override decayOf(variable: Variable): number | undefined {
    return this.#isAdams(variable) ? this.#settings.adamWeightDecay : this.options.weightDecay;
  }

  override settings() {
    const { excludeLayers, ...settings } = this.#settings;
    return { ...settings, excludeLayers: [...excludeLayers] };
  }

  /** Whether Adam changes a weight: all but matrices, embeddings, and what is excluded by name. */
  #isAdams({ name, shape }: Variable): boolean {
    const { excludeEmbeddings, excludeLayers } = this.#settings;
    if (shape.length !== 2) return true;
    if (excludeEmbeddings && name.toLowerCase().includes("embedding")) return true;
    return excludeLayers.some((pattern) => new RegExp(pattern).test(name));
  }

  #stepMatrix(variable: Variable, gradient: Tensor, mean: Variable, by: FedCoefficients): void {
    const { momentum, nesterov, rmsRate } = this.#settings;
    mean.assign(tf.add(tf.mul(mean, momentum), gradient));
    const direction = nesterov ? tf.add(gradient, tf.mul(mean, momentum)) : mean;
    const scale = Math.sqrt(Math.max(...variable.shape)) * rmsRate;
    const step = tf.mul(tf.mul(this.#orthogonal(direction), by.learningRate), scale);
    variable.assign(tf.sub(variable, step));
  }

  /** Newton and Schulz's iteration, which brings the singular values of a matrix near 1. */
  #orthogonal(matrix: Tensor): Tensor {
    const { muonA, muonB, muonC, nsSteps } = this.#settings;
    const [rows, columns] = matrix.shape as [number, number];
    const wide = rows > columns ? tf.transpose(matrix) : matrix;
    let x = tf.div(wide, tf.add(tf.sqrt(tf.sum(tf.square(wide))), 1e-7));
    for (let i = 0; i < nsSteps; i++) {
      const square = tf.matMul(x as never, x as never, false, true) as Tensor;
      const fourth = tf.matMul(tf.mul(square, muonC) as never, square as never) as Tensor;
      const mixed = tf.add(tf.mul(square, muonB), fourth);
      x = tf.add(tf.mul(x, muonA), tf.matMul(mixed as never, x as never) as Tensor);
    }
    return rows > columns ? tf.transpose(x) : x;
  }

  #stepByAdam(
    variable: Variable,
    gradient: Tensor,
    { momentum, velocity }: Record<"momentum" | "velocity", Variable>,
    by: FedCoefficients,
  ): void {
    const { adamBeta1, adamBeta2, epsilon } = this.#settings;
    approach(momentum, gradient, 1 - adamBeta1);
    approach(velocity, tf.square(gradient), 1 - adamBeta2);
    const root = tf.add(tf.sqrt(velocity), epsilon);
    variable.assign(tf.sub(variable, tf.div(tf.mul(momentum, by.alpha!), root)));
  }
}

/**
 * Momentum whose steps are made nearly orthogonal for matrices, and AdamW for everything else (Jordan et al., 2024):
 * `keras.optimizers.Muon`. The last layer is usually left to Adam by `excludeLayers`.
 *
 * @throws RangeError for a share outside 0 to 1
 * @example model.compile({ optimizer: optimizers.muon({ excludeLayers: ["output"] }), loss: "mse" });
 */
export function muon(options: MuonOptions = {}): Muon {
  return new Muon(options);
}

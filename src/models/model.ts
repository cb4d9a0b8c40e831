import type { NDArray } from "../array/ndarray.ts";
import type { LayersModel } from "../tensorflow.ts";
import { type Compiled, type CompileOptions, resolveCompile } from "../training/compiled.ts";
import { type EvaluateOptions, evaluate } from "../training/evaluate.ts";
import { type FitOptions, trainModel } from "../training/fit.ts";
import type { History } from "../training/history.ts";
import type { Samples } from "../training/inputs.ts";
import { type PredictOptions, predict } from "../training/predict.ts";

/**
 * A model that trains as Keras's do: same names, defaults and formulas. Its layers and weights are a model of tfjs-layers, which
 * {@link Model.tfjs} gives and the constructor takes, so everything that works with tfjs models works here.
 *
 * @example
 * const model = new Model(await tf.loadLayersModel("file://model.json"));
 */
export class Model {
  #tfjs: LayersModel | undefined;
  #compiled: Compiled | undefined;
  #training = false;

  /** @param tfjs a model of tfjs-layers; it is used as it is, not copied */
  constructor(tfjs?: LayersModel) {
    this.#tfjs = tfjs;
  }

  /** The model of tfjs-layers underneath. @throws Error before the model has an input shape. */
  get tfjs(): LayersModel {
    if (this.#tfjs === undefined) {
      throw new Error("the model has no weights yet: give its first layer an inputShape, or call fit first");
    }
    return this.#tfjs;
  }

  /** The model's name. */
  get name(): string {
    return this.tfjs.name;
  }

  /** How many numbers the model's weights hold. */
  countParams(): number {
    return this.tfjs.countParams();
  }

  /**
   * Chooses how the model trains and what it reports. An optimizer's state starts afresh.
   *
   * @throws Error for an unknown optimizer, loss or metric; it lists the known ones
   * @example model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
   */
  compile(options: CompileOptions): void {
    this.#compiled = resolveCompile(options);
  }

  /**
   * Trains the model, as Keras's `fit`. An interrupt ends it after the running batch; what was learnt so far stays.
   *
   * @param x inputs, shape (samples, ...) as the model's input
   * @param y targets, one a sample, as the loss needs them
   * @returns the losses and metrics of every epoch
   * @throws RangeError for shapes or labels that do not fit
   * @throws KeyboardInterrupt when the user interrupts
   * @example const history = await model.fit(trainScaled, trainTarget, { epochs: 5 });
   */
  async fit(x: Samples, y: Samples, options: FitOptions = {}): Promise<History> {
    const compiled = this.#requireCompiled("fit");
    if (this.#training) throw new Error("fit is already running on this model; await it first");
    this.#training = true;
    try {
      this.build(x);
      return await trainModel(this.tfjs, compiled, x, y, options);
    } finally {
      this.#training = false;
    }
  }

  /**
   * Measures the model on samples without changing it, as Keras's `evaluate`.
   *
   * @returns the loss, then each metric
   * @example const [loss, accuracy] = await model.evaluate(valScaled, valTarget);
   */
  async evaluate(x: Samples, y: Samples, options: EvaluateOptions = {}): Promise<number[]> {
    const compiled = this.#requireCompiled("evaluate");
    this.build(x);
    return evaluate(this.tfjs, compiled, x, y, options);
  }

  /**
   * Applies the model to samples.
   *
   * @returns the outputs, float32, shape (samples, ...) as the model's output
   * @example const labels = (await model.predict(valScaled)).argMax();
   */
  async predict(x: Samples, options: PredictOptions = {}): Promise<NDArray<"float32">> {
    this.build(x);
    return predict(this.tfjs, x, options);
  }

  /** Makes the weights of a model that waits for its input's shape. */
  protected build(_x: Samples): void {}

  /** Sets the model underneath, once it can be made. */
  protected set underlying(model: LayersModel) {
    this.#tfjs = model;
  }

  #requireCompiled(method: string): Compiled {
    if (this.#compiled === undefined) {
      throw new Error(`${method} needs a compiled model: call model.compile({ loss: ... }) first`);
    }
    return this.#compiled;
  }
}

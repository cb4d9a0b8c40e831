import type { NDArray } from "../array/ndarray.ts";
import { ownWeights } from "../layers/ownWeights.ts";
import { checkName, uniqueName } from "../layers/uniqueName.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { type Layer, type LayersModel, type SymbolicTensor, type Tensor, tf, type Variable } from "../tensorflow.ts";
import { type Compiled, type CompileOptions, resolveCompile } from "../training/compiled.ts";
import { snakeCase } from "../training/errors.ts";
import { type EvaluateOptions, evaluate } from "../training/evaluate.ts";
import { type FitOptions, trainModel } from "../training/fit.ts";
import type { History } from "../training/history.ts";
import { hold, type Samples } from "../training/inputs.ts";
import { type PredictOptions, predict } from "../training/predict.ts";
import { layersIn } from "./layersIn.ts";
import { predictMany } from "./predictMany.ts";
import { modelAround } from "./subclassed.ts";
import { type SummaryOptions, summaryText } from "./summary.ts";
import { readWeights, type WeightValues, weightsOf, writeWeights } from "./weights.ts";

/** What a functional model is made of; see {@link model}. */
export interface ModelOptions {
  /** Where samples come in: one `input()`, or several. */
  inputs: SymbolicTensor | SymbolicTensor[];
  /** What comes out: what the last layer's `apply` returned. */
  outputs: SymbolicTensor | SymbolicTensor[];
  /** The model's name, in any script. Default `functional`, `functional_1`, ... */
  name?: string;
}

/**
 * A model that trains as Keras's do: same names, defaults and formulas. Its layers and weights are a model of tfjs-layers, which
 * {@link Model.tfjs} gives and the constructor takes, so everything that works with tfjs models works here.
 *
 * A class of your own extends it with layers as fields and a `call`, as in Keras:
 *
 * @example
 * class BasicANN extends Model {
 *   fc1 = layers.dense(256, { activation: "relu" });
 *   fc2 = layers.dense(10, { activation: "softmax" });
 *   call(x: Tensor) {
 *     return this.fc2.apply(this.fc1.apply(x));
 *   }
 * }
 * @example
 * const model = new Model(await tf.loadLayersModel("file://model.json"));
 */
export class Model {
  #tfjs: LayersModel | undefined;
  #compiled: Compiled | undefined;
  #training = false;
  #name: string | undefined;
  /** Marks models for layers that look for models in fields, without an import in a circle. */
  readonly [Symbol.for("toile.model") as never] = true;

  /**
   * @param of a model of tfjs-layers, used as it is, not copied; inputs and outputs of a functional model; or, for a class of
   *   your own, nothing or a name
   */
  constructor(of: LayersModel | ModelOptions | { name?: string } = {}) {
    if (of instanceof tf.LayersModel) this.#tfjs = of;
    else if ("inputs" in of) this.underlying = functional(of);
    else if (of.name !== undefined) {
      checkName(of.name);
      this.#name = of.name;
    }
  }

  /** The model of tfjs-layers underneath. @throws Error before the model has an input shape. */
  get tfjs(): LayersModel {
    if (this.#tfjs === undefined) {
      throw new Error("the model has no weights yet: give its first layer an inputShape, or call fit first");
    }
    return this.#tfjs;
  }

  /** Whether the model has its weights. */
  get built(): boolean {
    return this.#tfjs !== undefined;
  }

  /** The model's name: the one it was given, or Keras's automatic one. */
  get name(): string {
    if (this.#tfjs !== undefined) return this.#tfjs.name;
    this.#name ??= uniqueName(snakeCase(this.constructor.name.replace(/(?<=[A-Z])(?=[A-Z][a-z])/g, "_")));
    return this.#name;
  }

  /** The layers in their order. */
  get layers(): Layer[] {
    return this.#isSubclass() ? layersIn(this) : this.tfjs.layers;
  }

  /**
   * The layer of a name, or at a place counted from 0 (from the end where negative): `keras.Model.get_layer`.
   *
   * @throws RangeError that lists the layers where there is none
   * @example model.getLayer("hidden").countParams();
   */
  getLayer(which: string | number): Layer {
    const { layers } = this;
    const found = typeof which === "number" ? layers.at(which) : layers.find(({ name }) => name === which);
    if (found !== undefined) return found;
    const names = layers.map(({ name }) => name).join(", ");
    throw new RangeError(`model "${this.name}" has no layer ${JSON.stringify(which)}; it has: ${names}`);
  }

  /** The shape of the input batches, `null` for any length. */
  get inputShape(): (number | null)[] {
    return this.tfjs.inputs[0]!.shape;
  }

  /** The shape of the output batches, `null` for any length. */
  get outputShape(): (number | null)[] {
    return this.tfjs.outputs[0]!.shape;
  }

  /** How many numbers the model's weights hold. */
  countParams(): number {
    return this.weights.reduce((sum, { size }) => sum + size, 0);
  }

  /** All weights in Keras's order: layer by layer. They are variables of tfjs, not copies. */
  get weights(): Variable[] {
    if (!this.built && this.#isSubclass()) return [];
    return weightsOf(this.#isSubclass() ? this.layers : this.tfjs.layers);
  }

  /** The weights that training changes. */
  get trainableVariables(): Variable[] {
    const trainable = new Set(this.tfjs.trainableWeights.map((weight) => weight.read()));
    return this.weights.filter((weight) => trainable.has(weight));
  }

  /** The weights that training leaves: frozen ones, and running means. */
  get nonTrainableVariables(): Variable[] {
    const trainable = new Set<Tensor>(this.trainableVariables);
    return this.weights.filter((weight) => !trainable.has(weight));
  }

  /** Whether training changes the model's weights; a layer's own `trainable` freezes it alone. Takes effect with `compile`. */
  get trainable(): boolean {
    return this.tfjs.trainable;
  }

  set trainable(value: boolean) {
    this.tfjs.trainable = value;
    for (const layer of this.layers) layer.trainable = value;
  }

  /** Copies of all weights, in Keras's order. */
  getWeights(): NDArray<"float32">[] {
    return readWeights(this.weights);
  }

  /**
   * Puts values into all weights, in the order of {@link Model.getWeights}.
   *
   * @throws RangeError when the number of weights or a shape differs
   */
  setWeights(values: readonly WeightValues[]): void {
    writeWeights(this.weights, values, this.name);
  }

  /** How the model trains, after `compile`. */
  get optimizer(): Optimizer | undefined {
    return this.#compiled?.optimizer;
  }

  /**
   * Prints the layers, their output shapes and how many weights they have, in the form of Keras 3.
   *
   * @example model.summary();
   */
  summary(options: SummaryOptions = {}): void {
    const { printFn = console.log } = options;
    printFn(summaryText(this, options));
  }

  /**
   * Computes the output of a batch; a class of your own overrides it.
   *
   * @param x a batch, shape (batch, ...)
   * @param options whether the call belongs to training
   */
  call(x: Tensor, options: { training?: boolean } = {}): Tensor {
    const output = this.tfjs.call(x, { training: options.training ?? false }) as Tensor | Tensor[];
    return Array.isArray(output) ? output[0]! : output;
  }

  /** Calls the model on a batch, or on the symbolic tensor of an `input()`, as a layer of another model. */
  apply(x: SymbolicTensor, options?: { training?: boolean }): SymbolicTensor;
  apply(x: Tensor, options?: { training?: boolean }): Tensor;
  apply(x: Tensor | SymbolicTensor, options: { training?: boolean } = {}): Tensor | SymbolicTensor {
    if (x instanceof tf.Tensor) return this.call(x, options);
    return this.tfjs.apply(x as SymbolicTensor, options) as SymbolicTensor;
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
      this.#prepare(x, "fit");
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
    this.#prepare(x, "evaluate");
    return evaluate(this.tfjs, compiled, x, y, options);
  }

  /**
   * Applies the model to samples; to a list of them, one for each input, where the model has several.
   *
   * @returns the outputs, float32, shape (samples, ...) as the model's output
   * @throws Error for a model of several outputs: `predictAll` gives them
   * @example const labels = (await model.predict(valScaled)).argMax();
   */
  async predict(x: Samples | readonly Samples[], options: PredictOptions = {}): Promise<NDArray<"float32">> {
    if (this.built && this.tfjs.inputs.length + this.tfjs.outputs.length > 2) {
      const outputs = await this.predictAll(x as readonly Samples[], options);
      if (outputs.length === 1) return outputs[0]!;
      throw new Error(`model "${this.name}" has ${outputs.length} outputs: predictAll gives them all`);
    }
    this.build(x as Samples);
    return predict(this.tfjs, x as Samples, options);
  }

  /** Applies a model of several inputs or outputs: one array of samples for each input, one of results for each output. */
  async predictAll(x: readonly Samples[], options: PredictOptions = {}): Promise<NDArray<"float32">[]> {
    return predictMany(this.tfjs, this.tfjs.inputs.length === 1 && x.length !== 1 ? [x as Samples] : x, options);
  }

  /**
   * Makes the weights of a model that waits for its input's shape.
   *
   * @param input samples, or the shape of a batch, `[null, 784]`
   */
  build(input: Samples | (number | null)[]): void {
    if (this.built) return;
    if (!this.#isSubclass()) {
      throw new Error(`model "${this.name}" has neither layers nor a call of its own`);
    }
    this.underlying = modelAround(this, sampleShape(input));
    for (const layer of this.layers) ownWeights(layer);
  }

  /** Sets the model underneath, once it can be made. */
  protected set underlying(model: LayersModel | undefined) {
    this.#tfjs = model;
  }

  #prepare(x: Samples, method: string): void {
    this.build(x);
    const { inputs, outputs } = this.tfjs;
    if (inputs.length === 1 && outputs.length === 1) return;
    throw new Error(
      `${method} works on models of one input and one output so far; model "${this.name}" has ${inputs.length} inputs and ` +
        `${outputs.length} outputs. predict and predictAll work on it`,
    );
  }

  #isSubclass(): boolean {
    return this.call !== Model.prototype.call;
  }

  #requireCompiled(method: string): Compiled {
    if (this.#compiled === undefined) {
      throw new Error(`${method} needs a compiled model: call model.compile({ loss: ... }) first`);
    }
    return this.#compiled;
  }
}

/** The shape of one sample. */
export function sampleShape(input: Samples | (number | null)[]): (number | null)[] {
  if (Array.isArray(input) && input.every((length) => length === null || typeof length === "number")) {
    if (input.includes(null)) return (input as (number | null)[]).slice(1);
  }
  const { tensor, dispose } = hold(input as Samples, "x");
  const shape = tensor.shape.slice(1);
  dispose();
  return shape;
}

function functional({ inputs, outputs, name = uniqueName("functional") }: ModelOptions): LayersModel {
  checkName(name);
  const made = tf.model({ inputs, outputs, name });
  for (const layer of made.layers) ownWeights(layer);
  return made;
}

/**
 * A functional model: every path from the inputs to the outputs. `keras.Model(inputs=..., outputs=...)`.
 *
 * @throws Error where outputs do not come from the inputs, or two layers have one name
 * @example
 * const x = layers.input([784]);
 * const hidden = layers.dense(100, { activation: "relu" }).apply(x);
 * const classifier = model({ inputs: x, outputs: layers.dense(10, { activation: "softmax" }).apply(hidden) });
 */
export function model(options: ModelOptions): Model {
  return new Model(options);
}

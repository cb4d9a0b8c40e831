import type { NDArray } from "../array/ndarray.ts";
import type { Metric } from "../metrics/metric.ts";
import { kernelHandle } from "../notebook/handle.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { LayersModel, SymbolicTensor, Tensor, tf } from "../tensorflow.ts";
import type { Arrays } from "../training/arrays.ts";
import type { Batches } from "../training/batches.ts";
import { type Compiled, type CompileOptions, reportedNames, resolveCompile } from "../training/compiled.ts";
import { endsOf } from "../training/ends.ts";
import { type EvaluateOptions, evaluate } from "../training/evaluate.ts";
import { describeConfig } from "../training/files/describeModel.ts";
import { loadWeights, saveModel, saveWeights } from "../training/files/index.ts";
import { trainModel } from "../training/fit.ts";
import type { FitOptions } from "../training/fitOptions.ts";
import type { History, Logs } from "../training/history.ts";
import {
  type OnBatchOptions,
  type TrainOnBatchOptions,
  testOnBatch,
  trainOnBatch,
} from "../training/onBatch.ts";
import { type PredictOptions, type Predictor, predict } from "../training/predict.ts";
import { type Data, dataOf, firstOf, samplesOf } from "../training/trainArguments.ts";
import type { Trainee } from "../training/trainee.ts";
import { getWeights, setWeights } from "../training/weights.ts";
import { type Form, type InForm, inForm, type Predicted, type Symbols } from "./form.ts";
import { type ModelOptions, ModelStructure } from "./structure.ts";

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
export class Model<const Outputs extends Symbols = SymbolicTensor> extends ModelStructure {
  #compiled: Compiled | undefined;
  /** The fit that is under way: the signal of its cell's interrupt, where there is one. */
  #training: { readonly signal?: AbortSignal | undefined } | undefined;
  /** Set by callbacks to end the running `fit` after the batch. */
  stopTraining = false;

  /** @param of a model of tfjs-layers, used as it is, not copied */
  constructor(of: LayersModel | ReturnType<typeof tf.sequential>);
  /** @param of inputs and outputs of a functional model; or, for a class of your own, nothing or a name */
  constructor(of?: ModelOptions<Outputs> | { name?: string });
  constructor(of: LayersModel | ModelOptions<Outputs> | { name?: string } = {}) {
    super(of);
  }

  /**
   * Chooses how the model trains and what it reports. An optimizer's state starts afresh.
   *
   * @throws Error for an unknown optimizer, loss, metric or output; it lists the known ones
   * @example model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
   * @example
   * twoOutputs.compile({
   *   loss: { price: "mse", label: "sparse_categorical_crossentropy" },
   *   lossWeights: { price: 0.5 },
   *   metrics: { label: ["accuracy"] },
   * });
   */
  compile(options: CompileOptions): void {
    this.#compiled = resolveCompile(options, this.built ? endsOf(this.tfjs).outputs : undefined);
  }

  /** What the model trains with. @throws Error before `compile` */
  get compiled(): Compiled {
    return this.#requireCompiled("training");
  }

  /** The optimizer; its `learningRate` may be changed. @throws Error before `compile` */
  get optimizer(): Optimizer {
    return this.compiled.optimizer;
  }

  /** What is reported beside the losses; empty before `compile`. */
  get metrics(): readonly Metric[] {
    return this.#compiled?.metrics.map(({ metric }) => metric) ?? [];
  }

  /** The names of what `evaluate` returns: loss, then each output's own loss where there are several, then each metric. */
  get metricsNames(): string[] {
    return this.#compiled === undefined ? ["loss"] : reportedNames(this.#compiled);
  }

  /**
   * Trains the model, as Keras's `fit`. An interrupt ends it after the running batch; what was learnt so far stays, and, as in
   * Keras, no callback's `onTrainEnd` runs.
   *
   * @param x inputs, shape (samples, ...) as the model's input; for several inputs a list in their order or an object by their names;
   *   or batches `[x, y]`, then without `y`
   * @param y targets, one a sample, as the loss needs them; for several outputs a list or an object by their names
   * @returns the losses and metrics of every epoch
   * @throws RangeError for shapes or labels that do not fit, TypeError for an option or a callback that does not exist
   * @throws KeyboardInterrupt when the user interrupts
   * @example const history = await model.fit(trainScaled, trainTarget, { epochs: 5 });
   * @example await model.fit({ image, caption }, { price, label }, { epochs: 5 });
   */
  async fit(x: Arrays, y: Arrays, options?: FitOptions): Promise<History>;
  async fit(batches: Batches, options?: FitOptions): Promise<History>;
  async fit(x: Arrays | Batches, second?: Arrays | FitOptions, third?: FitOptions): Promise<History> {
    const { data, options } = dataOf<FitOptions>("fit", { x, second, third, inputs: this.#inputs });
    const compiled = this.#requireCompiled("fit");
    // A callback that was stopped by force never came back.
    if (this.#training !== undefined && !this.#training.signal?.aborted) {
      throw new Error("fit is already running on this model; await it first");
    }
    const training = { signal: kernelHandle()?.signal };
    this.#training = training;
    try {
      return await trainModel(await this.#trainee(compiled, data), data, options);
    } finally {
      if (this.#training === training) this.#training = undefined;
    }
  }

  /**
   * Measures the model on samples without changing it, as Keras's `evaluate`.
   *
   * @param x inputs as for {@link Model.fit}, or batches `[x, y]`, then without `y`
   * @returns the loss, each output's own loss where there are several, then each metric; by name with `returnDict`
   * @example const [loss, accuracy] = await model.evaluate(valScaled, valTarget);
   */
  async evaluate(x: Arrays, y: Arrays, options: EvaluateOptions & { returnDict: true }): Promise<Logs>;
  async evaluate(x: Arrays, y: Arrays, options?: EvaluateOptions): Promise<number[]>;
  async evaluate(batches: Batches, options: EvaluateOptions & { returnDict: true }): Promise<Logs>;
  async evaluate(batches: Batches, options?: EvaluateOptions): Promise<number[]>;
  async evaluate(
    x: Arrays | Batches,
    second?: Arrays | EvaluateOptions,
    third?: EvaluateOptions,
  ): Promise<number[] | Logs> {
    const { data, options } = dataOf<EvaluateOptions>("evaluate", { x, second, third, inputs: this.#inputs });
    const compiled = this.#requireCompiled("evaluate");
    const logs = await evaluate(await this.#trainee(compiled, data), data, options);
    return options.returnDict ? logs : Object.values(logs);
  }

  /**
   * Applies the model to samples.
   *
   * @param x inputs; for several a list in their order or an object by their names
   * @returns the outputs, float32, shape (samples, ...); for several a list, or an object where the model was built from one
   * @example const labels = (await model.predict(valScaled)).argMax();
   * @example const [price, label] = await twoOutputs.predict([image, caption]);
   */
  async predict(x: Arrays, options: PredictOptions = {}): Promise<Predicted<Outputs>> {
    this.build(firstOf(x));
    const outputs = await predict(this.#predictor(), x, options);
    return inForm<Outputs, NDArray<"float32">>(this.tfjs, outputs);
  }

  /**
   * One step on all the samples at once, as Keras's `train_on_batch`.
   *
   * @returns the loss before the step, then each metric; by name with `returnDict`
   * @example const [loss] = await model.trainOnBatch(x, y);
   */
  async trainOnBatch(
    x: Arrays,
    y: Arrays,
    options: TrainOnBatchOptions & { returnDict: true },
  ): Promise<Logs>;
  async trainOnBatch(x: Arrays, y: Arrays, options?: TrainOnBatchOptions): Promise<number[]>;
  async trainOnBatch(x: Arrays, y: Arrays, options: TrainOnBatchOptions = {}): Promise<number[] | Logs> {
    const compiled = this.#requireCompiled("trainOnBatch");
    const logs = await trainOnBatch(await this.#trainee(compiled, { x, y }), x, y, options);
    return options.returnDict ? logs : Object.values(logs);
  }

  /**
   * The loss and metrics of all the samples at once, as Keras's `test_on_batch`.
   *
   * @example const { accuracy } = await model.testOnBatch(x, y, { returnDict: true });
   */
  async testOnBatch(x: Arrays, y: Arrays, options: OnBatchOptions & { returnDict: true }): Promise<Logs>;
  async testOnBatch(x: Arrays, y: Arrays, options?: OnBatchOptions): Promise<number[]>;
  async testOnBatch(x: Arrays, y: Arrays, options: OnBatchOptions = {}): Promise<number[] | Logs> {
    const compiled = this.#requireCompiled("testOnBatch");
    const logs = await testOnBatch(await this.#trainee(compiled, { x, y }), x, y, options);
    return options.returnDict ? logs : Object.values(logs);
  }

  /** Applies the model to all the samples at once, as Keras's `predict_on_batch`. */
  async predictOnBatch(x: Arrays): Promise<Predicted<Outputs>> {
    return this.predict(x, { batchSize: Number.MAX_SAFE_INTEGER });
  }

  /**
   * Calls the model on a batch, or on the symbolic tensor of an `input()`, as a layer of another model; on a list of them or an
   * object by name where it has several inputs.
   *
   * @returns a tensor for each output, in the form in which the model was built
   * @example const both = inner.apply([imageFeatures, captionFeatures]);
   */
  apply(x: Form<SymbolicTensor>, options?: { training?: boolean }): InForm<Outputs, SymbolicTensor>;
  apply(x: Form<Tensor>, options?: { training?: boolean }): InForm<Outputs, Tensor>;
  apply(
    x: Form<Tensor> | Form<SymbolicTensor>,
    { training = false }: { training?: boolean } = {},
  ): InForm<Outputs, Tensor | SymbolicTensor> {
    const outputs = this.applyTo<Tensor | SymbolicTensor>(x, training);
    return inForm<Outputs, Tensor | SymbolicTensor>(this.tfjs, outputs);
  }

  /** Copies of the weights, layer by layer as in Keras: kernel, bias, ... */
  getWeights(): NDArray<"float32">[] {
    return getWeights(this.tfjs);
  }

  /**
   * Puts weights into the model, in the order of {@link Model.getWeights}.
   *
   * @throws RangeError when their number or a shape differs
   */
  setWeights(weights: readonly (NDArray | Tensor)[]): void {
    setWeights(this.tfjs, weights);
  }

  /**
   * Saves the whole model: layers, weights and, where it is compiled, how it trains, with the optimizer's state. The file appears
   * whole or not at all.
   *
   * @param file its ending chooses the format: `.keras` (Keras 3), `.h5` (Keras 2 and 3), `.json` (TensorFlow.js)
   * @throws ModelFileError for another ending, or what the format cannot hold
   * @example await model.save("model-whole.h5");
   */
  async save(file: string): Promise<void> {
    await saveModel(file, this.tfjs, this.#compiled);
  }

  /**
   * Saves the weights alone.
   *
   * @param file `.weights.h5` (Keras 3, with the optimizer's state) or any other `.h5` (Keras 2)
   * @throws ModelFileError for another ending
   * @example await model.saveWeights("model-weights.h5");
   */
  async saveWeights(file: string): Promise<void> {
    await saveWeights(file, this.tfjs, this.#compiled);
  }

  /**
   * Loads weights that this library or Keras saved for the same layers; in a compiled model also the optimizer's state, where the
   * file has one.
   *
   * @param file `.weights.h5`, `.h5` (weights or a whole model) or `.keras`
   * @throws ModelFileError that names the layer and both shapes where they differ
   * @example await model.loadWeights("model-weights.h5");
   */
  async loadWeights(file: string): Promise<void> {
    await loadWeights(file, this.tfjs, this.#compiled);
  }

  /** The model's layers as JSON text, without weights: Keras's `to_json`. `modelFromJSON` makes a model of it. */
  toJSON(): string {
    return JSON.stringify(describeConfig(this.tfjs));
  }

  protected override get usedOptimizer(): Optimizer | undefined {
    return this.#compiled?.optimizer;
  }

  async #trainee(compiled: Compiled, data: Data): Promise<Trainee> {
    if (!this.built || !("batches" in data)) this.build(await samplesOf(data));
    return { owner: this.#asOwner(), model: this.tfjs, compiled };
  }

  /** How many inputs the model has; one that waits for its input's shape has one. */
  get #inputs(): number {
    return this.built ? this.tfjs.inputs.length : 1;
  }

  /** The model to be applied. */
  #predictor(): Predictor {
    return {
      owner: this.#asOwner(),
      model: this.tfjs,
      graph: this.#compiled?.given.graph !== false,
    };
  }

  /** The model as callbacks have it: they cannot know the form of its outputs. */
  #asOwner(): Model {
    return this as unknown as Model;
  }

  #requireCompiled(method: string): Compiled {
    if (this.#compiled === undefined) {
      throw new Error(`${method} needs a compiled model: call model.compile({ loss: ... }) first`);
    }
    return this.#compiled;
  }
}

/**
 * A functional model: every path from the inputs to the outputs. `keras.Model(inputs=..., outputs=...)`.
 *
 * @throws Error where outputs do not come from the inputs, or two layers have one name
 * @example
 * const x = layers.input([784]);
 * const hidden = layers.dense(100, { activation: "relu" }).apply(x);
 * const classifier = model({ inputs: x, outputs: layers.dense(10, { activation: "softmax" }).apply(hidden) });
 * @example
 * const twoOutputs = model({ inputs: [image, caption], outputs: { price, label } });
 */
export function model<const Outputs extends Symbols>(options: ModelOptions<Outputs>): Model<Outputs> {
  return new Model(options);
}

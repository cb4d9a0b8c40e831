import { addLoss } from "../layers/addedLosses.ts";
import { ownWeights } from "../layers/ownWeights.ts";
import { checkName, uniqueName } from "../layers/uniqueName.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import {
  type Layer,
  type LayersModel,
  type SymbolicTensor,
  type Tensor,
  tf,
  type Variable,
} from "../tensorflow.ts";
import { nameEnds } from "../training/ends.ts";
import { snakeCase } from "../training/errors.ts";
import { hold, type Samples } from "../training/inputs.ts";
import { placedWeights } from "../training/weights.ts";
import { type Form, inputList, type Symbols } from "./form.ts";
import { layersIn, marker } from "./layersIn.ts";
import { modelAround } from "./subclassed.ts";
import { type SummaryOptions, summaryText } from "./summary.ts";

/** What a functional model is made of; see {@link model}. */
export interface ModelOptions<Outputs extends Symbols = Symbols> {
  /** Where samples come in: one `input()`, or several, whose names data go by. */
  inputs: Symbols;
  /** What comes out: what the last layer's `apply` returned. Predictions have the same form. */
  outputs: Outputs;
  /** The model's name, in any script. Default `functional`, `functional_1`, ... */
  name?: string;
}

/** What a model consists of: its layers and weights, and how it computes. Training is in `Model`. */
export abstract class ModelStructure {
  #tfjs: LayersModel | undefined;
  #name: string | undefined;
  /** See {@link marker}. */
  readonly [marker] = true;

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
    return placedWeights(this.tfjs).map(({ variable }) => variable);
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

  /**
   * Prints the layers, their output shapes and how many weights they have, in the form of Keras 3.
   *
   * @example model.summary();
   */
  summary(options: SummaryOptions = {}): void {
    const { printFn = console.log } = options;
    printFn(summaryText(this, options, this.usedOptimizer));
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

  /**
   * Adds to the loss of the batch that is being computed: Keras's `add_loss`, called in the `call` of your class. Outside of
   * training and evaluation nothing is added.
   *
   * @param loss a number, or several that are added up
   * @example
   * call(x: Tensor) {
   *   const code = this.encoder.apply(x);
   *   this.addLoss(code.abs().mean().mul(0.01));
   *   return this.decoder.apply(code);
   * }
   */
  protected addLoss(loss: Tensor): void {
    addLoss(() => tf.sum(loss));
  }

  /** Calls the model on one tensor for each input; symbolic ones make it a layer of another model. */
  protected applyTo<Leaf extends Tensor | SymbolicTensor>(x: Form<Leaf>, training: boolean): Leaf[] {
    if (!this.built) this.build([null, ...firstOf(x).shape.slice(1)]);
    if (x instanceof tf.Tensor && this.#isSubclass()) return [this.call(x, { training }) as Leaf];
    const inputs = inputList<Leaf>(this.tfjs, x, isTensor);
    const outputs = inputs.every((input) => input instanceof tf.Tensor)
      ? this.tfjs.call(inputs, { training })
      : this.tfjs.apply(inputs as SymbolicTensor[], { training });
    return [outputs].flat() as Leaf[];
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

  /** The optimizer whose state counts as the model's in a summary. */
  protected abstract readonly usedOptimizer: Optimizer | undefined;

  #isSubclass(): boolean {
    return this.call !== ModelStructure.prototype.call;
  }
}

function isTensor<Leaf extends Tensor | SymbolicTensor>(value: unknown): value is Leaf {
  return value instanceof tf.Tensor || value instanceof tf.SymbolicTensor;
}

function firstOf<Leaf extends Tensor | SymbolicTensor>(x: Form<Leaf>): Leaf {
  return isTensor<Leaf>(x) ? x : (Object.values(x)[0] as Leaf);
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
  const [from, to] = [endOf(inputs), endOf(outputs)];
  const made = tf.model({ inputs: from.tensors, outputs: to.tensors, name });
  nameEnds(made, { ...(from.names && { inputs: from.names }), ...(to.names && { outputs: to.names }) });
  for (const layer of made.layers) ownWeights(layer);
  return made;
}

/** What goes by names is ordered by them, as in Keras, which orders the layers in files by that. */
function endOf(symbols: Symbols): { tensors: SymbolicTensor[]; names?: string[] } {
  if (symbols instanceof tf.SymbolicTensor) return { tensors: [symbols] };
  if (Array.isArray(symbols)) return { tensors: [...(symbols as readonly SymbolicTensor[])] };
  const byName = symbols as Readonly<Record<string, SymbolicTensor>>;
  const names = Object.keys(byName).sort();
  return { tensors: names.map((key) => byName[key]!), names };
}

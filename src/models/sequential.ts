import { ownWeights } from "../layers/ownWeights.ts";
import { checkName, uniqueName } from "../layers/uniqueName.ts";
import { type Layer, type LayersModel, type SymbolicTensor, tf } from "../tensorflow.ts";
import { checkOptions } from "../training/checkOptions.ts";
import type { Samples } from "../training/inputs.ts";
import { Model } from "./model.ts";
import { sampleShape } from "./structure.ts";

/** What {@link Sequential} is built from: layers, whole models of this library or of tfjs, and an `input()` before them. */
export type LayerLike = Layer | Model | SymbolicTensor;

/** A model whose layers follow one another; see {@link sequential}. */
export class Sequential extends Model {
  readonly #name: string;
  #model: ReturnType<typeof tf.sequential>;
  #input: Pick<SymbolicTensor, "shape" | "dtype"> | undefined;
  #waiting: Layer[] = [];

  constructor(layers: LayerLike | readonly LayerLike[] = [], { name }: { name?: string } = {}) {
    super();
    this.#name = name ?? uniqueName("sequential");
    checkName(this.#name);
    this.#model = tf.sequential({ name: this.#name });
    for (const layer of Array.isArray(layers) ? (layers as readonly LayerLike[]) : [layers as LayerLike]) {
      this.add(layer);
    }
  }

  /** A model around one of tfjs-layers that has its input's shape: what files hold. It is used as it is, not copied. */
  static around(model: ReturnType<typeof tf.sequential>): Sequential {
    const made = new Sequential([], { name: model.name });
    made.#model = model;
    made.underlying = model as LayersModel;
    return made;
  }

  override get name(): string {
    return this.#name;
  }

  /** The layers in their order. */
  override get layers(): Layer[] {
    return [...this.#model.layers, ...this.#waiting];
  }

  /**
   * Adds a layer at the end.
   *
   * @throws Error when a layer of that name is in the model already
   * @example model.add(layers.dense(10, { activation: "softmax" }));
   */
  add(layer: LayerLike): void {
    if (layer instanceof tf.SymbolicTensor) this.#start(layer);
    else {
      const added = layer instanceof Model ? layer.tfjs : layer;
      if (added.getClassName() === "InputLayer") this.#start(added.output as SymbolicTensor);
      else this.#place(added);
    }
  }

  /**
   * Takes the last layer off and returns it.
   *
   * @throws Error when there is none
   */
  pop(): Layer {
    const last = this.layers.at(-1);
    if (last === undefined) throw new Error(`model "${this.name}" has no layer to pop`);
    if (this.#waiting.length > 0) this.#waiting.pop();
    else if (this.#model.layers.length > 1) {
      this.#model.pop();
      this.#forget();
    } else {
      this.#model = tf.sequential({ name: this.#name });
      this.underlying = undefined;
    }
    return last;
  }

  /** Takes the input's shape from samples, or from the shape of a batch, where the first layer did not state it. */
  override build(input: Samples | (number | null)[]): void {
    if (this.#waiting.length === 0) {
      if (this.#model.layers.length > 0) return;
      throw new Error(`model "${this.name}" has no layers: add one first`);
    }
    this.#input = { shape: [null, ...sampleShape(input)], dtype: "float32" };
    for (const layer of this.#waiting.splice(0)) this.#append(layer);
  }

  #start(input: SymbolicTensor): void {
    if (this.layers.length > 0 || this.#input !== undefined) {
      throw new Error(`model "${this.name}" has its input already: an input() comes before all layers`);
    }
    this.#input = input;
  }

  #place(added: Layer): void {
    this.#refuseTwice(added);
    const knowsInput =
      this.#model.layers.length > 0 ||
      this.#input !== undefined ||
      added.batchInputShape !== undefined ||
      added instanceof tf.LayersModel;
    if (!knowsInput || this.#waiting.length > 0) this.#waiting.push(added);
    else this.#append(added);
  }

  #refuseTwice({ name }: Layer): void {
    if (this.layers.every((layer) => layer.name !== name)) return;
    throw new Error(
      `model "${this.name}" already has a layer named "${name}": names are unique in a model, give this one another`,
    );
  }

  /** tfjs goes on computing by the layers that it had when it first computed. */
  #forget(): void {
    Object.assign(this.#model, { model: null });
  }

  #append(layer: Layer): void {
    if (this.#model.layers.length === 0 && layer.batchInputShape === undefined && this.#input !== undefined) {
      layer.batchInputShape = this.#input.shape;
      layer.dtype = this.#input.dtype;
    }
    this.#model.add(layer);
    this.#forget();
    ownWeights(layer);
    this.underlying = this.#model as LayersModel;
  }
}

/**
 * A model whose layers follow one another: `keras.Sequential`.
 *
 * @param layers one layer or several; tfjs layers and whole models work too
 * @param options the model's name, in any script
 * @throws TypeError for a second layer beside the first: several come in a list
 * @example
 * const model = sequential(layers.dense(10, { activation: "softmax", inputShape: [784] }));
 */
export function sequential(
  layers: LayerLike | readonly LayerLike[] = [],
  options: { name?: string } = {},
): Sequential {
  if (options instanceof tf.layers.Layer || options instanceof Model) {
    throw new TypeError("sequential takes several layers as a list: sequential([first, second])");
  }
  checkOptions("sequential", options, { name: 1 });
  return new Sequential(layers, options);
}

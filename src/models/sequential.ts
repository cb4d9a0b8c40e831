import { ownWeights } from "../layers/ownWeights.ts";
import { type Layer, type LayersModel, tf } from "../tensorflow.ts";
import { hold, type Samples } from "../training/inputs.ts";
import { Model } from "./model.ts";

/** What {@link Sequential} is built from: layers, or whole models of this library or of tfjs. */
export type LayerLike = Layer | Model;

/** A model whose layers follow one another; see {@link sequential}. */
export class Sequential extends Model {
  readonly #model: ReturnType<typeof tf.sequential>;
  #waiting: Layer[] = [];

  constructor(layers: LayerLike | readonly LayerLike[] = [], { name }: { name?: string } = {}) {
    super();
    this.#model = tf.sequential(name === undefined ? {} : { name });
    for (const layer of Array.isArray(layers) ? (layers as readonly LayerLike[]) : [layers as LayerLike]) {
      this.add(layer);
    }
  }

  override get name(): string {
    return this.#model.name;
  }

  /** The layers in their order. */
  get layers(): Layer[] {
    return [...this.#model.layers, ...this.#waiting];
  }

  /**
   * Adds a layer at the end.
   *
   * @example model.add(layers.dense(10, { activation: "softmax" }));
   */
  add(layer: LayerLike): void {
    const added = layer instanceof Model ? layer.tfjs : layer;
    const knowsInput = this.#model.layers.length > 0 || added.batchInputShape !== undefined || isModel(added);
    if (!knowsInput || this.#waiting.length > 0) this.#waiting.push(added);
    else this.#append(added);
  }

  /** Takes the input's shape from samples, where the first layer did not state it. */
  protected override build(x: Samples): void {
    const [first, ...rest] = this.#waiting;
    if (first === undefined) return;
    const input = hold(x, "x");
    first.batchInputShape = [null, ...input.tensor.shape.slice(1)];
    input.dispose();
    this.#waiting = [];
    for (const layer of [first, ...rest]) this.#append(layer);
  }

  #append(layer: Layer): void {
    this.#model.add(layer);
    ownWeights(layer);
    this.underlying = this.#model;
  }
}

function isModel(layer: Layer): layer is LayersModel {
  return layer instanceof tf.LayersModel;
}

/**
 * A model whose layers follow one another: `keras.Sequential`.
 *
 * @param layers one layer or several; tfjs layers and whole models work too
 * @param options the model's name, in any script
 * @example
 * const model = sequential(layers.dense(10, { activation: "softmax", inputShape: [784] }));
 */
export function sequential(
  layers: LayerLike | readonly LayerLike[] = [],
  options: { name?: string } = {},
): Sequential {
  return new Sequential(layers, options);
}

import type { serialization } from "@tensorflow/tfjs-node";
import { formatShape } from "../array/shape.ts";
import { one } from "../layers/own/one.ts";
import { type Layer, type LayersModel, type SymbolicTensor, type Tensor, tf } from "../tensorflow.ts";
import { isModel } from "./layersIn.ts";
import { inPhase } from "./phase.ts";

type Shapes = (number | null)[] | (number | null)[][];

/** A model that a user's class computes. */
export interface Computed {
  readonly name: string;
  readonly layers: readonly Layer[];
  call(x: Tensor, options: { training: boolean }): Tensor;
  /** What the class's constructor takes, by which files hold the model. */
  getConfig?(): object;
}

/** A layer in a field of a user's class. */
export interface Child {
  layer: Layer;
  /** The field as Keras's files name it: `fc1`, or `blocks[]` for a list. */
  attribute: string;
}

/** A layer that computes by a user's `call` and has the weights of the layers which that uses. */
export class CallLayer extends tf.layers.Layer {
  static readonly className = "CallLayer";
  readonly #model: Computed;

  constructor(model: Computed) {
    super({ name: model.name });
    this.#model = model;
  }

  /** Where weights are looked for, in Keras's order. */
  get layers(): readonly Layer[] {
    return this.#model.layers;
  }

  /** The user's model. */
  get owner(): Computed {
    return this.#model;
  }

  /** The layers in the fields of the user's class, models among them in one piece. */
  get children(): Child[] {
    const children = Object.entries(this.#model).flatMap(([field, value]) => childrenIn(field, value));
    return children.filter(({ layer }, i) => children.findIndex((child) => child.layer === layer) === i);
  }

  override call(inputs: Tensor | Tensor[], { training = false }: { training?: boolean } = {}): Tensor {
    return inPhase(training, () => {
      const output: unknown = this.#model.call(one(inputs), { training });
      if (output instanceof tf.Tensor) return output;
      throw new TypeError(`call of model "${this.name}" returned ${String(output)} instead of a tensor`);
    });
  }

  /** Runs the model once on a sample of zeros, by which its layers make their weights. */
  override computeOutputShape(inputShape: Shapes): (number | null)[] {
    const [, ...sample] = inputShape as (number | null)[];
    const zeros = [1, ...sample.map((length) => length ?? 1)];
    try {
      const [, ...shape] = tf.tidy(() => this.call(tf.zeros(zeros))).shape;
      return [null, ...shape];
    } catch (cause) {
      const { message } = cause as Error;
      throw new Error(
        `call of model "${this.name}" failed on a batch of shape ${formatShape(zeros)}: ${message}`,
        {
          cause,
        },
      );
    }
  }

  override get trainableWeights() {
    return this.trainable ? this.#model.layers.flatMap((layer) => layer.trainableWeights) : [];
  }

  override get nonTrainableWeights() {
    const { layers } = this.#model;
    return layers.flatMap((layer) => (this.trainable ? layer.nonTrainableWeights : layer.weights));
  }

  override calculateLosses() {
    return this.#model.layers.flatMap((layer) => layer.calculateLosses());
  }

  override getConfig(): serialization.ConfigDict {
    throw new Error(
      `model "${this.name}" is a class of yours inside another model: only the weights of both can be saved. Save the weights, and ` +
        "load them into a new model",
    );
  }
}

function childrenIn(field: string, value: unknown): Child[] {
  if (value instanceof tf.layers.Layer) return [{ layer: value, attribute: field }];
  if (isModel(value)) return [{ layer: value.built ? value.tfjs : new CallLayer(value), attribute: field }];
  if (!Array.isArray(value)) return [];
  return value.flat(Number.POSITIVE_INFINITY).flatMap((item) => childrenIn(`${field}[]`, item));
}

/** The model of tfjs-layers around a user's `call`. */
export function modelAround(model: Computed, sample: readonly (number | null)[]): LayersModel {
  const input = tf.input({ shape: [...sample], name: `${model.name}_input` });
  const layer = new CallLayer(model);
  const output = layer.apply(input) as SymbolicTensor;
  if (model.layers.every((one) => one.weights.length === 0)) {
    throw new Error(
      `model "${model.name}" has no layers with weights in its public fields: keep layers as fields, such as ` +
        "`fc1 = layers.dense(256)`, not as #private ones",
    );
  }
  return tf.model({ inputs: input, outputs: output, name: model.name });
}

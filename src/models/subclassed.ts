import type { serialization } from "@tensorflow/tfjs-node";
import { formatShape } from "../array/shape.ts";
import { one } from "../layers/own/one.ts";
import { type Layer, type LayersModel, type SymbolicTensor, type Tensor, tf } from "../tensorflow.ts";
import { inPhase } from "./phase.ts";

type Shapes = (number | null)[] | (number | null)[][];

/** A model that a user's class computes. */
export interface Computed {
  readonly name: string;
  readonly layers: readonly Layer[];
  call(x: Tensor, options: { training: boolean }): Tensor;
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

  /** The field in which the user's class keeps a layer, as Keras's files name it: `fc1`, or `blocks[]` for a list. */
  attributeOf(layer: Layer): string | undefined {
    for (const [field, value] of Object.entries(this.#model)) {
      if (value === layer) return field;
      if (Array.isArray(value) && value.includes(layer)) return `${field}[]`;
    }
    return undefined;
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
      `model "${this.name}" is a class of yours: only its weights can be saved. Save the weights, and load them into a new ` +
        "object of the class",
    );
  }
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

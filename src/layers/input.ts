import { type SymbolicTensor, tf } from "../tensorflow.ts";
import type { Layer, Shape } from "./options.ts";
import { checkName, uniqueName } from "./uniqueName.ts";

/** The options of {@link input}. */
export interface InputOptions {
  /** How many samples a batch always has. Default: any number. */
  batchSize?: number;
  /** The type of the samples. Default `"float32"`. */
  dtype?: "float32" | "int32" | "bool";
  /** The input's name, in any script. Default `input_layer`, `input_layer_1`, ... */
  name?: string;
}

/**
 * The input of a model: `keras.Input`. Layers are applied to it to build a functional model; as the first part of a
 * sequential model it gives the shape.
 *
 * @param shape the shape of one sample, without the batch axis; `null` for any length
 * @example
 * const x = input([784]);
 * const y = layers.dense(10, { activation: "softmax" }).apply(x);
 * const classifier = model({ inputs: x, outputs: y });
 */
export function input(shape: Shape, options?: InputOptions): SymbolicTensor;
export function input(options: InputOptions & { shape: Shape }): SymbolicTensor;
export function input(
  first: Shape | (InputOptions & { shape: Shape }),
  more: InputOptions = {},
): SymbolicTensor {
  const {
    shape,
    batchSize,
    dtype = "float32",
    name = uniqueName("input_layer"),
  } = isShape(first) ? { ...more, shape: first } : first;
  checkName(name);
  return tf.input({ batchShape: [batchSize ?? null, ...shape], dtype, name });
}

/**
 * As {@link input}, but the layer itself: `keras.layers.InputLayer`, a sequential model's first part.
 *
 * @example sequential([layers.inputLayer([784]), layers.dense(10)]);
 */
export function inputLayer(shape: Shape, options?: InputOptions): Layer;
export function inputLayer(options: InputOptions & { shape: Shape }): Layer;
export function inputLayer(first: Shape | (InputOptions & { shape: Shape }), more: InputOptions = {}): Layer {
  return (isShape(first) ? input(first, more) : input(first)).sourceLayer as Layer;
}

function isShape(value: Shape | object): value is Shape {
  return Array.isArray(value);
}

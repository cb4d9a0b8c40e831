import type { Tensor, tf } from "../../tensorflow.ts";

/** What the constructor of every layer takes. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** The one tensor that a layer gets, which tfjs may hand over in a list. */
export function one(inputs: Tensor | Tensor[]): Tensor {
  return Array.isArray(inputs) ? inputs[0]! : inputs;
}

/** The one shape that a layer gets. */
export function oneShape(shape: (number | null)[] | (number | null)[][]): (number | null)[] {
  return (Array.isArray(shape[0]) ? shape[0] : shape) as (number | null)[];
}

/** A class of layers that a function made. */
export type LayerClass = new (config: LayerArgs) => InstanceType<typeof tf.layers.Layer>;

import type { SymbolicTensor, Tensor, layers as tfjsLayers } from "@tensorflow/tfjs-node";

/** The lengths of axes; `null` stands for any length. */
export type Shape = readonly (number | null)[];

/** The options that every layer has. */
export interface LayerOptions {
  /** The layer's name in any script, unique within a model. Default: the kind, numbered: `dense`, `dense_1`, ... */
  name?: string;
  /** Whether training changes the layer's weights. Default true. */
  trainable?: boolean;
  /** The shape of one sample, without the batch axis, for a model's first layer: `[28, 28]`. */
  inputShape?: Shape;
  /** The shape of a whole batch, for a model's first layer: `[null, 28, 28]`. */
  batchInputShape?: Shape;
  /** The type of the samples, for a model's first layer. Default `"float32"`. */
  dtype?: "float32" | "int32" | "bool";
}

/**
 * A layer: one of this library, or any other of tfjs. `apply` calls it: on tensors it computes, on the symbolic tensors of
 * `input()` it builds a functional model.
 */
export type Layer = Call & tfjsLayers.Layer;

interface Call {
  /** Calls the layer, Keras's `layer(x)`. */
  apply(x: SymbolicTensor | SymbolicTensor[], options?: CallOptions): SymbolicTensor;
  apply(x: Tensor | Tensor[], options?: CallOptions): Tensor;
}

/** What a layer's call can be told. */
export interface CallOptions {
  /** Whether the call belongs to training: dropout drops, batch normalisation measures. Default false. */
  training?: boolean;
}

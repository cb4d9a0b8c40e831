/** A value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/** Element types of stored weights, by their NumPy names. */
export type WeightDtype =
  | "float32"
  | "float64"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64";

/** The typed arrays that hold weights. */
export type WeightData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** What a model expects of one weight; without `shape` any shape is accepted. */
export interface WeightSpec {
  name: string;
  shape?: readonly number[];
  /** False for a weight that training does not change; by default only `moving_...` weights are such. */
  trainable?: boolean;
}

/** One weight with its values in row-major order. */
export interface WeightArray extends WeightSpec {
  shape: readonly number[];
  dtype: WeightDtype;
  data: WeightData;
}

/**
 * What a model expects of one layer, or of itself (then with `layers`).
 * Without `weights` whatever the file holds is accepted.
 */
export interface LayerSpec {
  layerName: string;
  /** The Keras class, for example "Dense"; a model is "Sequential" or "Functional". */
  className: string;
  /** In a subclassed model, the attribute that holds the layer: "fc1", or "blocks[]" for a list of layers. */
  attribute?: string;
  /** In Keras's order: kernel, bias; gamma, beta, moving_mean, moving_variance; ... */
  weights?: readonly WeightSpec[];
  /** The layers of a model, in the order of Keras's `model.layers`. */
  layers?: readonly LayerSpec[];
}

/** One layer, or a whole model, with its weights. */
export interface LayerWeights extends LayerSpec {
  weights: WeightArray[];
  layers?: LayerWeights[];
}

/** An optimizer's variables in the order of Keras's `optimizer.variables`: iteration, learning_rate, slots. */
export interface OptimizerWeights {
  name: string;
  weights: WeightArray[];
}

/** A Keras object as `keras.saving.serialize_keras_object` writes it. */
export interface KerasConfig extends JsonObject {
  class_name: string;
  config: JsonObject;
}

/** Where a model file came from. */
export interface ModelMetadata {
  kerasVersion?: string;
  dateSaved?: string;
  backend?: string;
  generatedBy?: string;
}

/** A model as a file holds it: configuration, weights and the state of training. */
export interface SavedModel {
  /** Keras 3's configuration, whatever the file's own dialect was. */
  config: KerasConfig;
  /** Keras 3's `compile_config`: optimizer, loss, metrics. */
  compileConfig?: JsonObject;
  weights: LayerWeights;
  optimizer?: OptimizerWeights;
  metadata: ModelMetadata;
}

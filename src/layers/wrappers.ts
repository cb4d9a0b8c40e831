import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";

/** The options of {@link bidirectional}. */
export interface BidirectionalOptions extends LayerOptions {
  /** How the outputs of both directions become one. Default `"concat"`. */
  mergeMode?: "concat" | "sum" | "mul" | "ave";
}

/**
 * Reads a sequence from both ends with two copies of a recurrent layer: `keras.layers.Bidirectional`.
 *
 * @param layer a layer of `simpleRNN`, `lstm` or `gru`; it is copied, not used itself
 * @example layers.bidirectional(layers.lstm(64));
 */
export function bidirectional(layer: Layer, options: BidirectionalOptions = {}): Layer {
  const create = (config: object) => tf.layers.bidirectional({ ...config, layer: layer as never } as never);
  return make("bidirectional", create, options, { mergeMode: "concat" });
}

/**
 * Applies a layer to every step of a sequence alike: `keras.layers.TimeDistributed`.
 *
 * @param layer the layer, which sees (batch, ...) of one step
 * @example layers.timeDistributed(layers.dense(10));
 */
export function timeDistributed(layer: Layer, options: LayerOptions = {}): Layer {
  return make(
    "time_distributed",
    (config: object) => tf.layers.timeDistributed({ ...config, layer }),
    options,
    {},
  );
}

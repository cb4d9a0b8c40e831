import { tf } from "../tensorflow.ts";
import type { Pair } from "./conv.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";

interface PaddingOptions extends LayerOptions {
  /** Whether incomplete windows at the edges are left out (`"valid"`) or filled up (`"same"`). Default `"valid"`. */
  padding?: "valid" | "same";
}

/** The options of {@link maxPooling1D} and {@link averagePooling1D}. */
export interface Pooling1DOptions extends PaddingOptions {
  /** How many steps a window has. Default 2. */
  poolSize?: number;
  /** How far the window moves at a time. Default: its own size. */
  strides?: number;
}

/** The options of {@link maxPooling2D} and {@link averagePooling2D}. */
export interface Pooling2DOptions extends PaddingOptions {
  /** How many rows and columns a window has. Default 2. */
  poolSize?: Pair;
  /** How far the window moves at a time. Default: its own size. */
  strides?: Pair;
  /** Where the channels lie. Default `"channelsLast"`: (batch, height, width, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

/** The options of global pooling over images. */
export interface GlobalPooling2DOptions extends LayerOptions {
  /** Where the channels lie. Default `"channelsLast"`: (batch, height, width, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

const steps = { poolSize: 2, strides: undefined, padding: "valid" } as const;
const image = { ...steps, dataFormat: "channelsLast" } as const;

/** The largest value of every window of steps: `keras.layers.MaxPooling1D`. Input: (batch, steps, features). */
export function maxPooling1D(poolSize?: number, options?: Omit<Pooling1DOptions, "poolSize">): Layer;
export function maxPooling1D(options: Pooling1DOptions): Layer;
export function maxPooling1D(first: number | Pooling1DOptions = 2, more: Pooling1DOptions = {}): Layer {
  return make("max_pooling1d", tf.layers.maxPooling1d, pooled(first, more), steps);
}

/** The mean of every window of steps: `keras.layers.AveragePooling1D`. Input: (batch, steps, features). */
export function averagePooling1D(poolSize?: number, options?: Omit<Pooling1DOptions, "poolSize">): Layer;
export function averagePooling1D(options: Pooling1DOptions): Layer;
export function averagePooling1D(first: number | Pooling1DOptions = 2, more: Pooling1DOptions = {}): Layer {
  return make("average_pooling1d", tf.layers.averagePooling1d, pooled(first, more), steps);
}

/**
 * The largest value of every window of an image: `keras.layers.MaxPooling2D`.
 *
 * @example model.add(layers.maxPooling2D(2));
 */
export function maxPooling2D(poolSize?: Pair, options?: Omit<Pooling2DOptions, "poolSize">): Layer;
export function maxPooling2D(options: Pooling2DOptions): Layer;
export function maxPooling2D(first: Pair | Pooling2DOptions = 2, more: Pooling2DOptions = {}): Layer {
  return make("max_pooling2d", tf.layers.maxPooling2d, pooled(first, more), image);
}

/** The mean of every window of an image: `keras.layers.AveragePooling2D`. */
export function averagePooling2D(poolSize?: Pair, options?: Omit<Pooling2DOptions, "poolSize">): Layer;
export function averagePooling2D(options: Pooling2DOptions): Layer;
export function averagePooling2D(first: Pair | Pooling2DOptions = 2, more: Pooling2DOptions = {}): Layer {
  return make("average_pooling2d", tf.layers.averagePooling2d, pooled(first, more), image);
}

/** The largest value of all steps: `keras.layers.GlobalMaxPooling1D`. (batch, steps, features) becomes (batch, features). */
export function globalMaxPooling1D(options: LayerOptions = {}): Layer {
  return make("global_max_pooling1d", tf.layers.globalMaxPooling1d, options, {});
}

/** The mean of all steps: `keras.layers.GlobalAveragePooling1D`. (batch, steps, features) becomes (batch, features). */
export function globalAveragePooling1D(options: LayerOptions = {}): Layer {
  return make("global_average_pooling1d", tf.layers.globalAveragePooling1d, options, {});
}

/** The largest value of each channel: `keras.layers.GlobalMaxPooling2D`. */
export function globalMaxPooling2D(options: GlobalPooling2DOptions = {}): Layer {
  return make("global_max_pooling2d", tf.layers.globalMaxPooling2d, options, { dataFormat: "channelsLast" });
}

/** The mean of each channel: `keras.layers.GlobalAveragePooling2D`. */
export function globalAveragePooling2D(options: GlobalPooling2DOptions = {}): Layer {
  const create = (config: { dataFormat: "channelsLast" }) => tf.layers.globalAveragePooling2d(config);
  return make("global_average_pooling2d", create, options, { dataFormat: "channelsLast" });
}

function pooled<O extends object>(first: Pair | O, more: O): O {
  return typeof first === "number" || Array.isArray(first) ? { ...more, poolSize: first } : (first as O);
}

import { tf } from "../tensorflow.ts";
import type { Pair, Triple } from "./conv.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { globalPoolings } from "./own/globalPooling.ts";

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

/** The options of {@link maxPooling3D} and {@link averagePooling3D}. */
export interface Pooling3DOptions extends PaddingOptions {
  /** How many places a window has along depth, rows and columns. Default 2. */
  poolSize?: Triple;
  /** How far the window moves at a time. Default: its own size. */
  strides?: Triple;
  /** Where the channels lie. Default `"channelsLast"`: (batch, depth, height, width, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
}

/** The options of global pooling over sequences, images or volumes. */
export interface GlobalPoolingOptions extends LayerOptions {
  /** Where the channels lie. Default `"channelsLast"`: (batch, ...places, channels). */
  dataFormat?: "channelsLast" | "channelsFirst";
  /** Whether the axes that are pooled stay, with length 1. Default false. */
  keepdims?: boolean;
}

const steps = { poolSize: 2, strides: undefined, padding: "valid" } as const;
const image = { ...steps, dataFormat: "channelsLast" } as const;

/**
 * The largest value of every window of steps: `keras.layers.MaxPooling1D`. Input: (batch, steps, features).
 *
 * @example layers.maxPooling1D(4);
 */
export function maxPooling1D(poolSize?: number, options?: Omit<Pooling1DOptions, "poolSize">): Layer;
export function maxPooling1D(options: Pooling1DOptions): Layer;
export function maxPooling1D(first: number | Pooling1DOptions = 2, more: Pooling1DOptions = {}): Layer {
  return make("max_pooling1d", tf.layers.maxPooling1d, pooled(first, more), steps);
}

/**
 * The mean of every window of steps: `keras.layers.AveragePooling1D`. Input: (batch, steps, features).
 *
 * @example layers.averagePooling1D(4, { strides: 2 });
 */
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

/**
 * The mean of every window of an image: `keras.layers.AveragePooling2D`.
 *
 * @example layers.averagePooling2D(2);
 */
export function averagePooling2D(poolSize?: Pair, options?: Omit<Pooling2DOptions, "poolSize">): Layer;
export function averagePooling2D(options: Pooling2DOptions): Layer;
export function averagePooling2D(first: Pair | Pooling2DOptions = 2, more: Pooling2DOptions = {}): Layer {
  return make("average_pooling2d", tf.layers.averagePooling2d, pooled(first, more), image);
}

/**
 * The largest value of every window of a volume: `keras.layers.MaxPooling3D`. (batch, depth, height, width, channels) becomes
 * smaller along the middle three axes.
 *
 * @example model.add(layers.maxPooling3D(2));
 */
export function maxPooling3D(poolSize?: Triple, options?: Omit<Pooling3DOptions, "poolSize">): Layer;
export function maxPooling3D(options: Pooling3DOptions): Layer;
export function maxPooling3D(first: Triple | Pooling3DOptions = 2, more: Pooling3DOptions = {}): Layer {
  return make("max_pooling3d", tf.layers.maxPooling3d, pooled(first, more), image);
}

/**
 * The mean of every window of a volume: `keras.layers.AveragePooling3D`. (batch, depth, height, width, channels) becomes smaller
 * along the middle three axes.
 *
 * @example model.add(layers.averagePooling3D(2, { strides: 1 }));
 */
export function averagePooling3D(poolSize?: Triple, options?: Omit<Pooling3DOptions, "poolSize">): Layer;
export function averagePooling3D(options: Pooling3DOptions): Layer;
export function averagePooling3D(first: Triple | Pooling3DOptions = 2, more: Pooling3DOptions = {}): Layer {
  return make("average_pooling3d", tf.layers.averagePooling3d, pooled(first, more), image);
}

/**
 * The largest value of all steps: `keras.layers.GlobalMaxPooling1D`. (batch, steps, features) becomes (batch, features).
 *
 * @example model.add(layers.globalMaxPooling1D());
 */
export function globalMaxPooling1D(options: GlobalPoolingOptions = {}): Layer {
  return global("Max", 1, options);
}

/**
 * The mean of all steps: `keras.layers.GlobalAveragePooling1D`. (batch, steps, features) becomes (batch, features).
 *
 * @example model.add(layers.globalAveragePooling1D());
 */
export function globalAveragePooling1D(options: GlobalPoolingOptions = {}): Layer {
  return global("Average", 1, options);
}

/**
 * The largest value of each channel of an image: `keras.layers.GlobalMaxPooling2D`. (batch, height, width, channels) becomes
 * (batch, channels).
 *
 * @example model.add(layers.globalMaxPooling2D());
 */
export function globalMaxPooling2D(options: GlobalPoolingOptions = {}): Layer {
  return global("Max", 2, options);
}

/**
 * The mean of each channel of an image: `keras.layers.GlobalAveragePooling2D`. (batch, height, width, channels) becomes
 * (batch, channels).
 *
 * @example model.add(layers.globalAveragePooling2D());
 */
export function globalAveragePooling2D(options: GlobalPoolingOptions = {}): Layer {
  return global("Average", 2, options);
}

/**
 * The largest value of each channel of a volume: `keras.layers.GlobalMaxPooling3D`. (batch, depth, height, width, channels) becomes
 * (batch, channels).
 *
 * @example model.add(layers.globalMaxPooling3D());
 */
export function globalMaxPooling3D(options: GlobalPoolingOptions = {}): Layer {
  return global("Max", 3, options);
}

/**
 * The mean of each channel of a volume: `keras.layers.GlobalAveragePooling3D`. (batch, depth, height, width, channels) becomes
 * (batch, channels).
 *
 * @example model.add(layers.globalAveragePooling3D());
 */
export function globalAveragePooling3D(options: GlobalPoolingOptions = {}): Layer {
  return global("Average", 3, options);
}

function global(kind: "Max" | "Average", axes: 1 | 2 | 3, options: GlobalPoolingOptions): Layer {
  const create = (config: object) => new globalPoolings[`Global${kind}Pooling${axes}D`](config);
  const name = `global_${kind.toLowerCase()}_pooling${axes}d`;
  return make(name, create, options, { dataFormat: "channelsLast", keepdims: false });
}

function pooled<O extends object>(first: Triple | Pair | O, more: O): O {
  return typeof first === "number" || Array.isArray(first) ? { ...more, poolSize: first } : (first as O);
}

import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Subtract } from "./own/subtract.ts";

/** Adds inputs of one shape: `keras.layers.Add`. @example layers.add().apply([a, b]) */
export function add(options: LayerOptions = {}): Layer {
  return make("add", tf.layers.add, options, {});
}

/**
 * Subtracts the second input from the first: `keras.layers.Subtract`.
 *
 * @example layers.subtract().apply([a, b]);
 */
export function subtract(options: LayerOptions = {}): Layer {
  return make("subtract", (config: object) => new Subtract(config), options, {});
}

/**
 * Multiplies inputs of one shape, value by value: `keras.layers.Multiply`.
 *
 * @example layers.multiply().apply([a, b]);
 */
export function multiply(options: LayerOptions = {}): Layer {
  return make("multiply", tf.layers.multiply, options, {});
}

/**
 * The mean of inputs of one shape, value by value: `keras.layers.Average`.
 *
 * @example layers.average().apply([a, b, c]);
 */
export function average(options: LayerOptions = {}): Layer {
  return make("average", tf.layers.average, options, {});
}

/**
 * The largest of the inputs, value by value: `keras.layers.Maximum`.
 *
 * @example layers.maximum().apply([a, b]);
 */
export function maximum(options: LayerOptions = {}): Layer {
  return make("maximum", tf.layers.maximum, options, {});
}

/**
 * The smallest of the inputs, value by value: `keras.layers.Minimum`.
 *
 * @example layers.minimum().apply([a, b]);
 */
export function minimum(options: LayerOptions = {}): Layer {
  return make("minimum", tf.layers.minimum, options, {});
}

/** The options of {@link concatenate}. */
export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which the inputs are joined. Default -1, the last. */
  axis?: number;
}

/**
 * Joins inputs along an axis: `keras.layers.Concatenate`.
 *
 * @example layers.concatenate().apply([a, b]); // (batch, 3) and (batch, 5) become (batch, 8)
 */
export function concatenate(options: ConcatenateOptions = {}): Layer {
  return make("concatenate", tf.layers.concatenate, options, { axis: -1 });
}

/** The options of {@link dot}. */
export interface DotOptions extends LayerOptions {
  /** Whether vectors are first brought to length 1, so that the result is the cosine of their angle. Default false. */
  normalize?: boolean;
}

/**
 * The scalar product of two inputs along an axis of each: `keras.layers.Dot`.
 *
 * @param axes the axis of both inputs, or one for each
 * @example layers.dot(1, { normalize: true }).apply([a, b]); // the cosine of rows
 */
export function dot(axes: number | [number, number], options?: DotOptions): Layer;
export function dot(options: DotOptions & { axes: number | [number, number] }): Layer;
export function dot(
  first: number | [number, number] | (DotOptions & { axes: number | [number, number] }),
  more: DotOptions = {},
): Layer {
  const { axes, ...options } =
    typeof first === "number" || Array.isArray(first) ? { ...more, axes: first } : first;
  const create = (config: object) => tf.layers.dot({ ...config, axes });
  return make("dot", create, options, { normalize: false });
}

import { tf } from "../tensorflow.ts";
import { make, positive } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import type { ActivationLike } from "./settings.ts";
import { type BiasOptions, biasDefaults, type KernelOptions, kernelDefaults } from "./weights.ts";

/** The options of {@link dense}, with Keras's defaults. */
export interface DenseOptions extends LayerOptions, KernelOptions, BiasOptions {
  /** What is applied to the sum: `"relu"`, `"sigmoid"`, `"softmax"`, ... Default: nothing. */
  activation?: ActivationLike;
}

/**
 * A layer in which every unit sees every input: `activation(x W + b)`, `keras.layers.Dense`. Weights start by Glorot's
 * uniform rule and zero biases, as in Keras (tfjs draws from a normal distribution).
 *
 * Input: (batch, ..., features); output: (batch, ..., units).
 *
 * @param units how many outputs
 * @throws RangeError unless units is a whole number of at least 1
 * @example layers.dense(10, { activation: "softmax", inputShape: [784] });
 */
export function dense(units: number, options?: DenseOptions): Layer;
export function dense(options: DenseOptions & { units: number }): Layer;
export function dense(first: number | (DenseOptions & { units: number }), more: DenseOptions = {}): Layer {
  const { units, ...options } = typeof first === "number" ? { ...more, units: first } : first;
  positive("dense", "units", units);
  return make("dense", (config: object) => tf.layers.dense({ ...config, units }), options, {
    activation: undefined,
    ...kernelDefaults,
    ...biasDefaults,
  });
}

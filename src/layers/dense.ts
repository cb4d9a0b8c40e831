import type { layers } from "@tensorflow/tfjs-node";
import { globalState } from "../random/globalState.ts";
import { type Layer, tf } from "../tensorflow.ts";
import { markOurs } from "./ownWeights.ts";
import { uniqueName } from "./uniqueName.ts";

type TfjsOptions = Omit<Parameters<typeof layers.dense>[0], "units">;

/** The options of {@link dense}: those of tfjs, with Keras's defaults. */
export interface DenseOptions extends TfjsOptions {
  /** What is applied to the sum: `"relu"`, `"sigmoid"`, `"softmax"`, ... Default: nothing. */
  activation?: NonNullable<TfjsOptions["activation"]>;
  /** The shape of one sample, for a model's first layer. */
  inputShape?: number[];
  /** The layer's name. Default `dense`, `dense_1`, ... */
  name?: string;
}

/**
 * A layer in which every unit sees every input: `activation(x W + b)`, `keras.layers.Dense`. Weights start by Glorot's
 * uniform rule and zero biases, as in Keras (tfjs draws from a normal distribution).
 *
 * @param units how many outputs
 * @throws RangeError unless units is a whole number of at least 1
 * @example layers.dense(10, { activation: "softmax", inputShape: [784] });
 */
export function dense(units: number, options?: DenseOptions): Layer;
export function dense(options: DenseOptions & { units: number }): Layer;
export function dense(first: number | (DenseOptions & { units: number }), more: DenseOptions = {}): Layer {
  const { units, ...options } = typeof first === "number" ? { ...more, units: first } : first;
  if (!Number.isInteger(units) || units < 1) {
    throw new RangeError(`dense needs a whole number of units, at least 1, got ${units}`);
  }
  return markOurs(
    tf.layers.dense({
      kernelInitializer: tf.initializers.glorotUniform({ seed: globalState().seed() }),
      name: uniqueName("dense"),
      ...options,
      units,
    }),
  );
}

import type { Tensor } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Lambda } from "./own/lambda.ts";

/** The options of {@link lambda}. */
export interface LambdaOptions extends LayerOptions {
  /** The shape of one sample of the output. Default: found by a trial on zeros. */
  outputShape?: readonly (number | null)[];
}

/**
 * A layer from a function, without weights: `keras.layers.Lambda`. A model with it is saved by its weights alone; for more than a
 * line extend `layers.Layer`.
 *
 * @param formula takes a batch (or a list of batches, for several inputs) and gives a batch, by tensors only
 * @example model.add(layers.lambda((x) => x.square()));
 */
export function lambda(formula: (x: Tensor) => Tensor, options?: LambdaOptions): Layer;
export function lambda(formula: (xs: Tensor[]) => Tensor, options?: LambdaOptions): Layer;
export function lambda(
  formula: ((x: Tensor) => Tensor) | ((xs: Tensor[]) => Tensor),
  options: LambdaOptions = {},
): Layer {
  const create = (config: object) =>
    new Lambda({ ...config, formula: formula as (x: Tensor | Tensor[]) => Tensor });
  return make("lambda", create, options, { outputShape: undefined });
}

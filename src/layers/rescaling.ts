import { tf } from "../tensorflow.ts";
import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";

/** The options of {@link rescaling}. */
export interface RescalingOptions extends LayerOptions {
  /** What is added afterwards. Default 0. */
  offset?: number;
}

/**
 * Computes `x * scale + offset`: `keras.layers.Rescaling`. `layers.rescaling(1 / 255)` brings pixels to 0..1 inside the model.
 *
 * @param scale the factor
 * @example layers.rescaling(1 / 255, { inputShape: [28, 28, 1] });
 */
export function rescaling(scale: number, options?: RescalingOptions): Layer;
export function rescaling(options: RescalingOptions & { scale: number }): Layer;
export function rescaling(
  first: number | (RescalingOptions & { scale: number }),
  more: RescalingOptions = {},
): Layer {
  const { scale, ...options } = typeof first === "number" ? { ...more, scale: first } : first;
  const create = (config: { offset: number }) => tf.layers.rescaling({ ...config, scale });
  return make("rescaling", create, options, { offset: 0 });
}

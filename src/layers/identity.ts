import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { ActivityRegularization, Identity } from "./own/identity.ts";

/**
 * Passes its input on unchanged, as a placeholder for another layer: `keras.layers.Identity`.
 *
 * @example const normalisation = isNormalised ? layers.batchNormalization() : layers.identity();
 */
export function identity(options: LayerOptions = {}): Layer {
  return make("identity", (config: object) => new Identity(config), options, {});
}

/** The options of {@link activityRegularization}. */
export interface ActivityRegularizationOptions extends LayerOptions {
  /** What the sum of the absolute values is multiplied by. Default 0. */
  l1?: number;
  /** What the sum of the squares is multiplied by. Default 0. */
  l2?: number;
}

/**
 * Passes its input on unchanged and adds to the loss for large values of it: `keras.layers.ActivityRegularization`.
 *
 * @example model.add(layers.activityRegularization({ l1: 1e-4 }));
 */
export function activityRegularization(options: ActivityRegularizationOptions = {}): Layer {
  const create = (config: object) => new ActivityRegularization(config);
  return make("activity_regularization", create, options, { l1: 0, l2: 0 });
}

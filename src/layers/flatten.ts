import { make } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Flatten } from "./own/flatten.ts";

/** The options of {@link flatten}. */
export interface FlattenOptions extends LayerOptions {
  /** Where the channels of an image lie; they come last in the output either way. Default `"channelsLast"`. */
  dataFormat?: "channelsLast" | "channelsFirst";
}

/**
 * Lays each sample out as one row: (batch, 28, 28) becomes (batch, 784). `keras.layers.Flatten`. It has no weights.
 *
 * @example model.add(layers.flatten({ inputShape: [28, 28] }));
 */
export function flatten(options: FlattenOptions = {}): Layer {
  return make("flatten", (config: object) => new Flatten(config), options, { dataFormat: "channelsLast" });
}

import { RandomState } from "../random/randomState.ts";
import { seededBy } from "../random/seeded.ts";
import type { Layer } from "./options.ts";

/** Gives a layer with a seed its own stream of numbers; tfjs would draw the same ones at every call. */
export function random(layer: Layer, seed: number | undefined): Layer {
  if (seed === undefined) return layer;
  const state = new RandomState(seed);
  Object.assign(layer, { seed: undefined });
  const call = layer.call.bind(layer);
  layer.call = (inputs, options) => seededBy(seed, state, () => call(inputs, options));
  const getConfig = layer.getConfig.bind(layer);
  layer.getConfig = () => ({ ...getConfig(), seed });
  return layer;
}

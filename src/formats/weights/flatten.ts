import type { LayerSpec, WeightSpec } from "../types.ts";

/** One weight of a layer or of a layer inside a nested model. */
export interface FlatWeight {
  layer: LayerSpec;
  index: number;
  weight: WeightSpec;
}

/**
 * A layer's weights in the order of Keras 2 files: all trainable ones of a nested model first, then the others.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py, _legacy_weights
 */
export function flattenWeights(layer: LayerSpec): FlatWeight[] {
  const all = walk(layer);
  return [...all.filter(isTrainable), ...all.filter((entry) => !isTrainable(entry))];
}

function walk(layer: LayerSpec): FlatWeight[] {
  const own = (layer.weights ?? []).map((weight, index) => ({ layer, index, weight }));
  return [...own, ...(layer.layers ?? []).flatMap(walk)];
}

function isTrainable({ weight }: FlatWeight): boolean {
  return weight.trainable ?? !weight.name.startsWith("moving_");
}

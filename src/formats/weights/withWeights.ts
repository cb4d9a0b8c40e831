import type { LayerSpec, LayerWeights, WeightArray } from "../types.ts";

/** A layer as expected, with the weights that a file held for it. */
export function withWeights(
  spec: LayerSpec,
  weights: WeightArray[],
  layers: LayerWeights[] | undefined,
): LayerWeights {
  const { layerName, className, attribute } = spec;
  return {
    layerName,
    className,
    ...(attribute === undefined ? {} : { attribute }),
    weights,
    ...(layers === undefined ? {} : { layers }),
  };
}

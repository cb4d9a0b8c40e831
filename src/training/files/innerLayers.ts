import { LAYER_RULES } from "../../formats/config/layerRules.ts";
import { CallLayer } from "../../models/subclassed.ts";
import { fromKerasKey } from "../../optimizers/config.ts";
import type { Layer, LayersModel } from "../../tensorflow.ts";

/** A layer inside another, or in a model. */
export interface InnerLayer {
  layer: Layer;
  /** Where Keras's files keep it by the name of an attribute. */
  attribute?: string;
}

/** The layers of a model, those in the fields of a user's class too, and the ones inside a wrapper; undefined for any other layer. */
export function innerLayers(layer: LayersModel | Layer): readonly InnerLayer[] | undefined {
  const wraps = LAYER_RULES[layer.getClassName()]?.wraps;
  if (wraps !== undefined) {
    const copies = layer as unknown as Record<string, Layer>;
    return wraps.map(({ attribute }) => ({ layer: copies[fromKerasKey(attribute)]!, attribute }));
  }
  const { layers } = layer as { layers?: readonly Layer[] };
  return callLayer(layer)?.children ?? layers?.map((inner) => ({ layer: inner }));
}

/** What computes by a user's class, where the model is of one. */
export function callLayer(layer: LayersModel | Layer): CallLayer | undefined {
  if (layer instanceof CallLayer) return layer;
  return (layer as { layers?: readonly Layer[] }).layers?.find((inner) => inner instanceof CallLayer);
}

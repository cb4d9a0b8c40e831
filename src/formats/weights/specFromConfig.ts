import type { JsonObject, KerasConfig, LayerSpec } from "../types.ts";
import { weightNames } from "./weightNames.ts";

/** What weights a Keras configuration asks for, without their shapes. */
export function specFromConfig(object: KerasConfig): LayerSpec {
  return layerSpec(object, true);
}

function layerSpec({ class_name, config }: KerasConfig, parentTrainable: boolean): LayerSpec {
  const trainable = parentTrainable && config.trainable !== false;
  const layerName = String(config.name ?? class_name);
  const layers = config.layers;
  if (Array.isArray(layers)) {
    const inner = (layers as JsonObject[]).map((layer) => layerSpec(layer as KerasConfig, trainable));
    return { layerName, className: class_name, weights: [], layers: inner };
  }
  const names = weightNames(class_name, config);
  if (names === undefined) {
    return { layerName, className: class_name };
  }
  const weights = names.map((name) => ({ name, trainable: trainable && !name.startsWith("moving_") }));
  return { layerName, className: class_name, weights };
}

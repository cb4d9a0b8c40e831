import { LAYER_RULES } from "../config/layerRules.ts";
import { layerEntries } from "../config/models.ts";
import { type WrappedLayer, withoutPrefix } from "../config/rules.ts";
import type { KerasConfig, LayerSpec, LayerWeights } from "../types.ts";

/** What weights a Keras configuration asks for, without their shapes. */
export function specFromConfig(object: KerasConfig): LayerSpec {
  return layerSpec(object, true);
}

function layerSpec({ class_name, config }: KerasConfig, parentTrainable: boolean): LayerSpec {
  const trainable = parentTrainable && config.trainable !== false;
  const layerName = String(config.name ?? class_name);
  if (Array.isArray(config.layers)) {
    const inner = layerEntries(config).map((layer) => layerSpec(layer, trainable));
    return { layerName, className: class_name, weights: [], layers: inner };
  }
  if (class_name === "InputLayer") return { layerName, className: class_name, weights: [] };
  const rule = LAYER_RULES[class_name];
  if (rule === undefined) return { layerName, className: class_name };
  if (rule.wraps !== undefined) {
    const inner = wrappedSpecs(rule.wraps, config.layer as KerasConfig, trainable);
    return { layerName, className: class_name, weights: [], layers: inner };
  }
  const weights = rule
    .weights(config)
    .map((name) => ({ name, trainable: trainable && !name.startsWith("moving_") }));
  return { layerName, className: class_name, weights };
}

/** Keras's own files have the prefix of the first copy in the name of the layer inside already. */
function wrappedSpecs(wraps: readonly WrappedLayer[], layer: KerasConfig, trainable: boolean): LayerSpec[] {
  const [first] = wraps;
  return wraps.map(({ attribute, prefix }) => {
    const spec = layerSpec(layer, trainable);
    return { ...spec, attribute, layerName: `${prefix}${withoutPrefix(spec.layerName, first?.prefix)}` };
  });
}

/** True where only a class of the user's own knows which weights there are: of a layer, or of the whole model. */
export function isOpen({ weights, layers }: LayerSpec): boolean {
  if (layers !== undefined) return layers.some(isOpen);
  return weights === undefined;
}

/** Stands for weights that are read once the model is made: by `loadWeightsFile`. */
export function unread({ layerName, className }: LayerSpec): LayerWeights {
  return { layerName, className, weights: [] };
}

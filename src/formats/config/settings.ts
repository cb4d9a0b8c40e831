import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject } from "../types.ts";
import { kerasActivation, tfjsActivation } from "./activations.ts";
import { COMMON_SETTINGS } from "./layerRules.ts";
import { dtypePolicy, isKerasObject, moduleOfSetting } from "./objects.ts";
import { kerasPart, tfjsPart } from "./parts.ts";
import type { LayerRule } from "./rules.ts";

/** Settings that concern a layer's place in a model or speed only. */
const PLACE = new Set(["batch_input_shape", "input_dtype", "implementation", "input_length"]);

/** Turns a tfjs layer's settings into Keras 3's. */
export function kerasSettings(
  rule: LayerRule,
  config: JsonObject,
  where: string,
  allowed: ReadonlySet<string>,
): JsonObject {
  const settings: JsonObject = commonSettings(config);
  settings.dtype = dtypePolicy(config.dtype);
  if (settings.trainable === true) {
    // Keras's default, which the constructor of SpatialDropout1D does not take.
    delete settings.trainable;
  }
  for (const [keras, tfjs] of rule.shared) {
    const value = config[tfjs];
    if (value === undefined || (value === null && keras === "activity_regularizer")) {
      continue;
    }
    const module = moduleOfSetting(keras);
    settings[keras] = module === undefined ? value : kerasPart(value, module);
    if (keras.endsWith("activation")) {
      settings[keras] = kerasActivation(value, where, allowed);
    }
  }
  const known = new Set([...rule.shared.map(([, tfjs]) => tfjs), ...rule.tfjsOnly, ...wrapped(rule)]);
  refuseUnknown(config, known, {}, where, "Keras 3");
  return settings;
}

/** Turns a Keras layer's settings into tfjs's. */
export function tfjsSettings(
  rule: LayerRule,
  config: JsonObject,
  where: string,
  allowed: ReadonlySet<string>,
): JsonObject {
  const settings: JsonObject = commonSettings(config);
  checkDtype(config.dtype, where);
  for (const [keras, tfjs] of rule.shared) {
    const value = config[keras];
    if (value === undefined) {
      continue;
    }
    settings[tfjs] = moduleOfSetting(keras) === undefined ? value : tfjsPart(value, where, allowed);
    if (keras.endsWith("activation")) {
      settings[tfjs] = tfjsActivation(value, where, allowed);
    }
  }
  const known = new Set([...rule.shared.map(([keras]) => keras), ...wrapped(rule)]);
  refuseUnknown(config, known, rule.kerasOnly, where, "TensorFlow.js");
  return settings;
}

/** The settings that hold the layers inside a layer, which are converted by themselves. */
function wrapped({ wraps }: LayerRule): string[] {
  return wraps === undefined ? [] : ["layer", "backward_layer"];
}

function commonSettings(config: JsonObject): JsonObject {
  const common: JsonObject = { name: config.name ?? null };
  common.trainable = config.trainable ?? true;
  return common;
}

function refuseUnknown(
  config: JsonObject,
  known: ReadonlySet<string>,
  fixed: Readonly<Record<string, Json>>,
  where: string,
  target: string,
): void {
  for (const [key, value] of Object.entries(config)) {
    const isFree =
      known.has(key) || COMMON_SETTINGS.has(key) || PLACE.has(key) || value === null || value === false;
    if (!isFree && JSON.stringify(fixed[key]) !== JSON.stringify(value)) {
      throw new ModelFileError(
        "unsupported",
        `${where}: the setting ${key} = ${JSON.stringify(value)} has no counterpart in ${target}.`,
      );
    }
  }
}

/** Refuses dtypes that tfjs cannot compute in; a mixed policy keeps its weights as float32. */
function checkDtype(dtype: Json | undefined, where: string): void {
  const name = isKerasObject(dtype) ? dtype.config.name : (dtype ?? "float32");
  const isFloat32 = name === "float32" || (typeof name === "string" && name.startsWith("mixed_"));
  if (!isFloat32) {
    throw new ModelFileError(
      "unsupported",
      `${where}: TensorFlow.js computes in float32, but the layer's dtype is ${JSON.stringify(name)}. Save the model with dtype="float32".`,
    );
  }
}

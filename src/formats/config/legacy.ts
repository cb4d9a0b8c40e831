import type { Json, JsonObject, KerasConfig } from "../types.ts";
import { KERAS2_HARD_SIGMOID } from "./activations.ts";
import { isModelEntry, type LayerEntry, layerEntries } from "./models.ts";
import { dtypePolicy, isKerasObject, isObject, kerasObject, moduleOfSetting } from "./objects.ts";
import { kerasPart } from "./parts.ts";
import { table } from "./table.ts";
import { convertModel } from "./toKeras.ts";

/**
 * Turns a whole-model `.h5` file's configuration, by Keras 2 or 3, into Keras 3's.
 *
 * @param kerasVersion the version that wrote it, where the file says so
 */
export function fromLegacyConfig(config: KerasConfig, kerasVersion?: Json): KerasConfig {
  const isKeras2 = typeof kerasVersion === "string" && kerasVersion.startsWith("2.");
  return convertModel(config, (entry) => upgradeLayer(entry, isKeras2), {});
}

function upgradeLayer(entry: LayerEntry, isKeras2: boolean): JsonObject {
  const { class_name: className, config } = entry;
  const settings: JsonObject = {};
  for (const [key, value] of Object.entries(config)) {
    const module = moduleOfSetting(key);
    settings[key] = module === undefined ? value : kerasPart(value, module);
  }
  delete settings.batch_input_shape;
  for (const key of ["layer", "backward_layer"]) {
    if (isKerasObject(settings[key])) settings[key] = upgradeInner(settings[key], isKeras2);
  }
  for (const key of ["activation", "recurrent_activation"]) {
    if (isKeras2 && settings[key] === "hard_sigmoid") settings[key] = KERAS2_HARD_SIGMOID;
  }
  if (className === "LeakyReLU" && settings.alpha !== undefined) {
    settings.negative_slope = settings.alpha;
    delete settings.alpha;
  }
  if (className === "ThresholdedReLU") {
    const { theta, ...rest } = settings;
    return kerasObject("keras.layers", "ReLU", {
      ...rest,
      threshold: theta ?? 1,
      dtype: dtypePolicy(config.dtype),
    });
  }
  settings.dtype = dtypePolicy(config.dtype);
  if (className === "BatchNormalization" && Array.isArray(settings.axis) && settings.axis.length === 1) {
    settings.axis = settings.axis[0] as Json;
  }
  if (typeof entry.registered_name === "string") {
    return {
      module: entry.module ?? null,
      class_name: className,
      config: settings,
      registered_name: entry.registered_name,
    };
  }
  const separator = className.indexOf(">");
  return separator < 0
    ? kerasObject("keras.layers", className, settings)
    : {
        module: null,
        class_name: className.slice(separator + 1),
        config: settings,
        registered_name: className,
      };
}

/** A layer, or a model, inside a layer. */
function upgradeInner(entry: KerasConfig, isKeras2: boolean): JsonObject {
  return isModelEntry(entry)
    ? convertModel(entry, (layer) => upgradeLayer(layer, isKeras2), {})
    : upgradeLayer(entry, isKeras2);
}

/** Turns Keras 3's configuration into the form of a whole-model `.h5` file: layers without their modules. */
export function toLegacyConfig(object: KerasConfig): KerasConfig {
  const className =
    object.module === null && typeof object.registered_name === "string"
      ? object.registered_name
      : object.class_name;
  if (!isModelEntry(object)) {
    return { class_name: className, config: object.config };
  }
  const layers = layerEntries(object.config).map((entry): Json => {
    const { name, inbound_nodes } = entry;
    const place = inbound_nodes === undefined ? {} : { name: name ?? null, inbound_nodes };
    return { ...toLegacyConfig(entry), ...place };
  });
  return { class_name: className, config: { ...object.config, layers } };
}

/** Keras cannot load an `.h5` file whose loss has a short name, not even its own. */
const LONG_LOSS_NAMES = table<string>({
  mse: "mean_squared_error",
  mae: "mean_absolute_error",
  mape: "mean_absolute_percentage_error",
  msle: "mean_squared_logarithmic_error",
  bce: "binary_crossentropy",
  kld: "kl_divergence",
  logcosh: "log_cosh",
});

function longLossNames(loss: Json): Json {
  if (typeof loss === "string") {
    return LONG_LOSS_NAMES[loss.toLowerCase()] ?? loss;
  }
  if (Array.isArray(loss)) {
    return loss.map(longLossNames);
  }
  return isObject(loss) && !isKerasObject(loss)
    ? Object.fromEntries(Object.entries(loss).map(([key, value]) => [key, longLossNames(value)]))
    : loss;
}

/** Turns `compile_config` of a `.keras` file into `training_config` of an `.h5` file. */
export function toTrainingConfig(compileConfig: JsonObject): JsonObject {
  const { optimizer, loss = null, ...rest } = compileConfig;
  const named = isKerasObject(optimizer)
    ? { class_name: optimizer.class_name, config: optimizer.config }
    : (optimizer ?? null);
  return {
    loss: longLossNames(loss),
    loss_weights: null,
    metrics: null,
    weighted_metrics: null,
    ...rest,
    optimizer_config: named,
  };
}

/** Turns `training_config` of an `.h5` file into `compile_config` of a `.keras` file. */
export function fromTrainingConfig(trainingConfig: JsonObject): JsonObject {
  const { optimizer_config: optimizer, ...rest } = trainingConfig;
  const named = isKerasObject(optimizer)
    ? kerasObject("keras.optimizers", optimizer.class_name, optimizer.config)
    : (optimizer ?? null);
  return { optimizer: named, ...rest };
}

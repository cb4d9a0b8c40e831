import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject, KerasConfig } from "../types.ts";
import { allowedNames, type ConfigOptions, notInThisLibrary } from "./customObjects.ts";
import { LAYER_RULES } from "./layerRules.ts";
import {
  isModelEntry,
  isSequential,
  type LayerEntry,
  layerEntries,
  modelNames,
  nameOf,
  tensorLeaves,
} from "./models.ts";
import { readCallSettings, readCalls, tfjsNodes } from "./nodes.ts";
import { isKerasObject, withoutKeys } from "./objects.ts";
import { type WrappedLayer, withoutPrefix } from "./rules.ts";
import { tfjsSettings } from "./settings.ts";

/**
 * Turns Keras 3's configuration into that of tfjs-layers, in Python's spelling.
 *
 * Names of layers stay as they are; a file for TensorFlow.js elsewhere, which refuses most scripts, needs toTfjsName.
 *
 * @param config a Sequential or Functional model's configuration, as `SavedModel.config` holds it
 * @throws ModelFileError for a layer, setting or activation that tfjs-layers does not have
 * @example await tf.models.modelFromJSON({ modelTopology: toTfjsConfig(saved.config) })
 */
export function toTfjsConfig(config: KerasConfig, options: ConfigOptions = {}): KerasConfig {
  return convertModel(config, allowedNames(options));
}

function convertModel(object: KerasConfig, allowed: ReadonlySet<string>): KerasConfig {
  if (!isModelEntry(object)) {
    throw notInThisLibrary(object.class_name, object.config);
  }
  return isSequential(object) ? sequential(object.config, allowed) : functional(object.config, allowed);
}

function convertLayer(
  { class_name: className, config }: KerasConfig,
  allowed: ReadonlySet<string>,
): KerasConfig {
  if (allowed.has(className)) {
    return { class_name: className, config: { ...config, dtype: "float32" } };
  }
  const rule = LAYER_RULES[className];
  if (rule === undefined) {
    throw notInThisLibrary(className, config);
  }
  const where = `Layer '${String(config.name)}' (${className})`;
  const settings = tfjsSettings(rule, config, where, allowed);
  if (rule.wraps !== undefined) {
    settings.layer = convertEntry(innerLayer(config, rule.wraps, where), allowed);
  }
  return { class_name: className, config: settings };
}

function convertEntry(entry: LayerEntry, allowed: ReadonlySet<string>): KerasConfig {
  return isModelEntry(entry) ? convertModel(entry, allowed) : convertLayer(entry, allowed);
}

/** The layer inside a layer, by the name that tfjs puts its prefixes before. */
function innerLayer(config: JsonObject, wraps: readonly WrappedLayer[], where: string): LayerEntry {
  const { layer, backward_layer: backward } = config;
  if (!isKerasObject(layer)) {
    throw new ModelFileError("not-a-model", `${where} holds no layer: its setting 'layer' is missing.`);
  }
  if (isKerasObject(backward) && describe(backward) !== describe(layer)) {
    throw new ModelFileError(
      "unsupported",
      `${where}: its backward_layer differs from its layer in more than the direction, which has no counterpart in TensorFlow.js.`,
    );
  }
  // Keras's Bidirectional sets the last one by itself.
  const { zero_output_for_mask: _, ...settings } = layer.config;
  const name = withoutPrefix(String(settings.name), wraps[0]?.prefix);
  return { ...layer, config: { ...settings, name } };
}

/** What both copies of the layer in a Bidirectional have in common. */
function describe({ class_name, config }: KerasConfig): string {
  return JSON.stringify([class_name, withoutKeys(config, ["name", "go_backwards", "shared_object_id"])]);
}

/** tfjs keeps a Sequential's input shape on its first layer. */
function sequential(config: JsonObject, allowed: ReadonlySet<string>): KerasConfig {
  const entries = layerEntries(config);
  const input = entries.find((entry) => entry.class_name === "InputLayer");
  const layers = entries
    .filter((entry) => entry.class_name !== "InputLayer")
    .map((entry) => convertEntry(entry, allowed));
  const shape = input?.config.batch_shape ?? config.build_input_shape;
  const first = layers[0];
  if (first !== undefined && Array.isArray(shape) && !isModelEntry(first)) {
    first.config = { ...first.config, batch_input_shape: shape, dtype: "float32" };
  }
  return { class_name: "Sequential", config: { name: config.name ?? null, layers } };
}

function functional(config: JsonObject, allowed: ReadonlySet<string>): KerasConfig {
  const isModel = modelNames(config);
  const isFunctional = modelNames(config, (entry) => !isSequential(entry));
  const layers = layerEntries(config).map((entry) => {
    const name = nameOf(entry);
    const { callSettings = [] } = LAYER_RULES[entry.class_name] ?? {};
    const calls = readCalls(entry.inbound_nodes, name, isModel, callSettings);
    const nodes = tfjsNodes(calls, isModel, readCallSettings(entry.inbound_nodes, callSettings));
    const converted = entry.class_name === "InputLayer" ? inputLayer(entry) : convertEntry(entry, allowed);
    return { name, ...converted, inbound_nodes: nodes };
  });
  const outputs = tensorLeaves(config.output_layers).map(([layer, call, output]): Json => {
    const shift = (isModel(layer) ? 1 : 0) - (isFunctional(layer) ? 1 : 0);
    return [layer, call + shift, output];
  });
  const inner = {
    name: config.name ?? null,
    layers,
    input_layers: tensorLeaves(config.input_layers),
    output_layers: outputs,
  };
  return { class_name: "Model", config: inner };
}

function inputLayer({ config }: LayerEntry): KerasConfig {
  const { batch_shape, dtype, name } = config;
  return {
    class_name: "InputLayer",
    config: {
      batch_input_shape: batch_shape ?? null,
      dtype: dtype ?? "float32",
      sparse: false,
      name: name ?? null,
    },
  };
}

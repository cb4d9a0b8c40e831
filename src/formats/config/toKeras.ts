import { uniqueNames } from "../names.ts";
import type { Json, JsonObject, KerasConfig } from "../types.ts";
import { allowedNames, type ConfigOptions, notInKeras } from "./customObjects.ts";
import { LAYER_RULES } from "./layerRules.ts";
import {
  hasListNodes,
  isModelEntry,
  isSequential,
  type LayerEntry,
  layerEntries,
  modelNames,
  nameOf,
  tensorLeaves,
} from "./models.ts";
import { keras3Nodes, readCallSettings, readCalls, type TensorSource } from "./nodes.ts";
import { dtypePolicy, kerasObject } from "./objects.ts";
import { fromTfjsName, renameLayers } from "./rename.ts";
import { kerasSettings } from "./settings.ts";

/** What toKerasConfig can be told beside the configuration. */
export interface ToKerasOptions extends ConfigOptions {
  /** Each layer's output shape by layer name, `[null, 10]`; Keras keeps them in a functional model's file. */
  outputShapes?: Readonly<Record<string, readonly (number | null)[]>>;
  /** The settings of a layer of a user's own class, by the layer's name, where tfjs's spelling of them is not the class's own. */
  customSettings?(name: string): JsonObject | undefined;
}

/** Turns one layer that is no model into Keras 3's form. */
export type LayerConverter = (entry: LayerEntry) => JsonObject;

/**
 * Turns a tfjs-layers configuration into Keras 3's.
 *
 * @param config what `model.toJSON(null, false)` gives: class_name and config in Python's spelling
 * @throws ModelFileError for a layer, setting or activation that Keras 3 does not have
 * @example toKerasConfig(model.toJSON(null, false) as KerasConfig)
 * @see keras/src/saving/serialization_lib.py
 */
export function toKerasConfig(config: KerasConfig, options: ToKerasOptions = {}): KerasConfig {
  const allowed = allowedNames(options);
  const registered = new Map(
    [...(options.customObjects ?? [])].map((name) => [name.slice(name.indexOf(">") + 1), name]),
  );
  const convert: LayerConverter = ({ class_name, config: settings }) => {
    const custom = registered.get(class_name);
    if (custom !== undefined) {
      return {
        module: null,
        class_name,
        config: ownSettings(options.customSettings?.(String(settings.name)) ?? settings),
        registered_name: custom,
      };
    }
    const rule = LAYER_RULES[class_name];
    if (rule === undefined) {
      throw notInKeras(class_name, settings);
    }
    const where = `Layer '${String(settings.name)}' (${class_name})`;
    const config = kerasSettings(rule, settings, where, allowed);
    if (rule.wraps !== undefined) {
      config.layer = convertEntry(settings.layer as LayerEntry, convert, {});
    }
    return kerasObject("keras.layers", rule.kerasClass ?? class_name, config);
  };
  const { outputShapes = {} } = options;
  const shapes = Object.fromEntries(
    Object.entries(outputShapes).map(([name, shape]) => [fromTfjsName(name), shape]),
  );
  return convertModel(renameLayers(config, fromTfjsName), convert, shapes);
}

function ownSettings(settings: JsonObject): JsonObject {
  const { batch_input_shape: _, ...rest } = settings;
  return { ...rest, dtype: dtypePolicy(settings.dtype) };
}

/** Turns a model of tfjs or Keras 2 into Keras 3's form, its layers by the given converter. */
export function convertModel(
  object: KerasConfig,
  convert: LayerConverter,
  shapes: NonNullable<ToKerasOptions["outputShapes"]>,
): KerasConfig {
  return isSequential(object) ? sequential(object, convert, shapes) : functional(object, convert, shapes);
}

function convertEntry(entry: LayerEntry, convert: LayerConverter, shapes: Shapes): JsonObject {
  if (entry.class_name === "InputLayer") {
    const { batch_input_shape, batch_shape, dtype, name } = entry.config;
    return inputLayer(String(name), batch_shape ?? batch_input_shape ?? null, dtype);
  }
  return isModelEntry(entry) ? convertModel(entry, convert, shapes) : convert(entry);
}

type Shapes = NonNullable<ToKerasOptions["outputShapes"]>;

function sequential({ config }: KerasConfig, convert: LayerConverter, shapes: Shapes): KerasConfig {
  const entries = layerEntries(config);
  const layers = entries.map((entry) => convertEntry(entry, convert, shapes));
  const first = entries[0];
  const shape = (first?.config.batch_shape ?? first?.config.batch_input_shape) as Json | undefined;
  if (first !== undefined && shape !== undefined && shape !== null && first.class_name !== "InputLayer") {
    const taken = entries.map((entry) => nameOf(entry));
    const name = uniqueNames([...taken, "input_layer"]).at(-1) as string;
    layers.unshift(inputLayer(name, shape, first.config.dtype));
  }
  const inner: JsonObject = {
    name: config.name ?? null,
    trainable: config.trainable ?? true,
    dtype: dtypePolicy("float32"),
    layers,
  };
  if (Array.isArray(shape)) {
    inner.build_input_shape = shape;
  }
  return kerasObject("keras", "Sequential", inner) as KerasConfig;
}

function inputLayer(name: string, shape: Json, dtype: Json | undefined): JsonObject {
  const isPlain = typeof dtype === "string";
  return kerasObject("keras.layers", "InputLayer", {
    batch_shape: shape,
    dtype: isPlain ? dtype : "float32",
    sparse: false,
    ragged: false,
    name,
  });
}

function functional({ config }: KerasConfig, convert: LayerConverter, shapes: Shapes): KerasConfig {
  const inList = hasListNodes(config);
  const isModel = modelNames(config);
  const isFunctional = modelNames(config, (entry) => !isSequential(entry));
  const inputs = inputShapes(config);
  const shapeOf = ({ layer }: TensorSource): Json => [...(shapes[layer] ?? inputs[layer] ?? [])];
  const layers = layerEntries(config).map((entry) => {
    const nodes = inList
      ? keras3Nodes(
          readCalls(entry.inbound_nodes, nameOf(entry), isModel, LAYER_RULES[entry.class_name]?.callSettings),
          shapeOf,
          LAYER_RULES[entry.class_name]?.takes,
          toldAtCalls(entry),
        )
      : (entry.inbound_nodes ?? []);
    return { ...convertEntry(entry, convert, shapes), name: nameOf(entry), inbound_nodes: nodes };
  });
  const outputs = tensorLeaves(config.output_layers).map(([layer, call, output]): Json => {
    const shift = inList ? (isModel(layer) ? 1 : 0) - (isFunctional(layer) ? 1 : 0) : 0;
    return [layer, call - shift, output];
  });
  const inner: JsonObject = {
    name: config.name ?? null,
    trainable: config.trainable ?? true,
    layers,
    input_layers: inList ? unwrap(tensorLeaves(config.input_layers)) : (config.input_layers ?? []),
    output_layers: inList ? unwrap(outputs) : (config.output_layers ?? []),
  };
  return {
    ...kerasObject("keras.src.models.functional", "Functional", inner),
    registered_name: "Functional",
  } as unknown as KerasConfig;
}

/** What tfjs's layer keeps of what its calls were told. */
function toldAtCalls({ class_name: className, config, inbound_nodes: nodes }: LayerEntry): JsonObject {
  const settings = LAYER_RULES[className]?.callSettings ?? [];
  const kept = Object.entries(config).filter(([key]) => settings.includes(key));
  return { ...Object.fromEntries(kept), ...readCallSettings(nodes, settings) };
}

/** Keras tells a model of one tensor from a model of a list of one. */
function unwrap(tensors: Json[]): Json {
  return tensors.length === 1 ? (tensors[0] as Json) : tensors;
}

function inputShapes(config: JsonObject): Record<string, (number | null)[]> {
  const inputs = layerEntries(config).filter((entry) => entry.class_name === "InputLayer");
  return Object.fromEntries(
    inputs.map((entry) => {
      const shape = entry.config.batch_shape ?? entry.config.batch_input_shape ?? [];
      return [nameOf(entry), shape as (number | null)[]];
    }),
  );
}

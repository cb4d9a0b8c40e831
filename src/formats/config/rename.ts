import type { Json, JsonObject, KerasConfig } from "../types.ts";
import { isModelEntry, type LayerEntry, layerEntries } from "./models.ts";
import { isKerasObject } from "./objects.ts";

const TFJS_NAME = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/;
/** The name itself, after what a Bidirectional puts before the names of its copies. */
const PLAIN = /^((?:forward_|backward_)?)(.*)$/su;
const SPELLED = /^((?:forward_|backward_)?)utf8\.((?:[0-9a-f]{2})+)$/;

/**
 * A layer name that TensorFlow.js accepts anywhere, as a model.json needs it: elsewhere than here it refuses letters beyond
 * ASCII, so such a name is spelled in hexadecimal.
 *
 * @example toTfjsName("은닉층") // "utf8.ec9d80eb8b89ecb8b5"
 */
export function toTfjsName(name: string): string {
  return TFJS_NAME.test(name)
    ? name
    : name.replace(
        PLAIN,
        (_, prefix: string, own: string) => `${prefix}utf8.${Buffer.from(own).toString("hex")}`,
      );
}

/** Undoes toTfjsName. */
export function fromTfjsName(name: string): string {
  return name.replace(
    SPELLED,
    (_, prefix: string, hex: string) => `${prefix}${Buffer.from(hex, "hex").toString("utf8")}`,
  );
}

/** Renames every layer of a configuration in tfjs's form, nested models too; the model itself keeps its name. */
export function renameLayers(model: KerasConfig, rename: (name: string) => string): KerasConfig {
  const config = { ...model.config };
  config.layers = layerEntries(config).map((entry): Json => {
    const named = renameLayer(entry, rename);
    return entry.inbound_nodes === undefined
      ? named
      : {
          ...named,
          name: renamed(entry.name, rename),
          inbound_nodes: renameTensors(entry.inbound_nodes, rename),
        };
  });
  for (const key of ["input_layers", "output_layers"]) {
    if (config[key] !== undefined) {
      config[key] = renameTensors(config[key], rename);
    }
  }
  return { ...model, config };
}

function renameLayer(entry: LayerEntry, rename: (name: string) => string): LayerEntry {
  const inner = isModelEntry(entry) ? renameLayers(entry, rename) : entry;
  const config: JsonObject = { ...inner.config, name: renamed(inner.config.name, rename) };
  if (isKerasObject(config.layer)) config.layer = renameLayer(config.layer, rename);
  return { ...inner, config };
}

function renamed(name: Json | undefined, rename: (name: string) => string): Json {
  return typeof name === "string" ? rename(name) : (name ?? null);
}

/** Renames the first element of every `[layer, call, output]`, at whatever depth. */
function renameTensors(value: Json, rename: (name: string) => string): Json {
  if (!Array.isArray(value)) {
    return value;
  }
  return typeof value[0] === "string"
    ? [rename(value[0]), ...value.slice(1)]
    : value.map((child) => renameTensors(child, rename));
}

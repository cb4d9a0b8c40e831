import type { Json, KerasConfig } from "../types.ts";
import { isModelEntry, type LayerEntry, layerEntries } from "./models.ts";

const TFJS_NAME = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/;
const PREFIX = "utf8.";

/**
 * A layer name that tfjs accepts: it refuses letters beyond ASCII, so such a name is spelled in hexadecimal.
 *
 * @example toTfjsName("은닉층") // "utf8.ec9d80eb8b89ecb8b5"
 */
export function toTfjsName(name: string): string {
  return TFJS_NAME.test(name) ? name : `${PREFIX}${Buffer.from(name).toString("hex")}`;
}

/** Undoes toTfjsName. */
export function fromTfjsName(name: string): string {
  const hex = name.slice(PREFIX.length);
  return name.startsWith(PREFIX) && /^([0-9a-f]{2})+$/.test(hex)
    ? Buffer.from(hex, "hex").toString("utf8")
    : name;
}

/** Renames every layer of a configuration in tfjs's form, nested models too; the model itself keeps its name. */
export function renameLayers(model: KerasConfig, rename: (name: string) => string): KerasConfig {
  const config = { ...model.config };
  config.layers = layerEntries(config).map((entry): Json => {
    const inner = isModelEntry(entry) ? renameLayers(entry, rename) : entry;
    const named: LayerEntry = {
      ...inner,
      config: { ...inner.config, name: renamed(inner.config.name, rename) },
    };
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

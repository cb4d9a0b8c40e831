import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject, KerasConfig } from "../types.ts";
import { isKerasObject } from "./objects.ts";

/** A layer's entry in a model's configuration. */
export type LayerEntry = KerasConfig & { name?: Json; inbound_nodes?: Json };

/** The entries of a model's layers. @throws ModelFileError where one is no layer's */
export function layerEntries(config: JsonObject): LayerEntry[] {
  const entries = Array.isArray(config.layers) ? config.layers : [];
  const odd = entries.find((entry) => !isKerasObject(entry));
  if (odd !== undefined) {
    throw new ModelFileError(
      "not-a-model",
      `The model '${String(config.name ?? "")}' lists what is no layer, without class_name and config: ${JSON.stringify(odd).slice(0, 80)}.`,
    );
  }
  return entries as unknown as LayerEntry[];
}

/** True for the entry of a model inside a model. */
export function isModelEntry(entry: KerasConfig): boolean {
  return Array.isArray(entry.config.layers);
}

export function isSequential(entry: KerasConfig): boolean {
  return entry.class_name === "Sequential";
}

export function nameOf(entry: LayerEntry): string {
  return String(entry.name ?? entry.config.name ?? "");
}

/** Tells by name which layers of a model are models, and which of those satisfy a condition. */
export function modelNames(config: JsonObject, condition: (entry: LayerEntry) => boolean = () => true) {
  const names = new Set(
    layerEntries(config)
      .filter((entry) => isModelEntry(entry) && condition(entry))
      .map(nameOf),
  );
  return (name: string) => names.has(name);
}

/** True if the calls are lists, as in tfjs and Keras 2, not Keras 3's objects. */
export function hasListNodes(config: JsonObject): boolean {
  return layerEntries(config).some((entry) =>
    Array.isArray((entry.inbound_nodes as Json[] | undefined)?.[0]),
  );
}

/** The leaves `[layer, call, output]` of `input_layers` or `output_layers`. */
export function tensorLeaves(value: Json | undefined): [string, number, number][] {
  if (Array.isArray(value) && value.length === 3 && typeof value[0] === "string") {
    return [value as [string, number, number]];
  }
  const children = Array.isArray(value)
    ? value
    : Object.values((value as JsonObject | null | undefined) ?? {});
  return children.flatMap((child) => tensorLeaves(child as Json));
}

/** Throws for what is not a model's configuration at all. */
export function isModelConfig(value: Json | undefined): value is KerasConfig {
  return isKerasObject(value);
}

import type { Json, JsonObject } from "../types.ts";

/** True for a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a serialised Keras object: `{ class_name, config }`. */
export function isKerasObject(
  value: Json | undefined,
): value is JsonObject & { class_name: string; config: JsonObject } {
  return isObject(value) && typeof value.class_name === "string" && isObject(value.config);
}

/** A Keras 3 object as `keras.saving.serialize_keras_object` gives it. */
export function kerasObject(module: string, className: string, config: JsonObject): JsonObject {
  return { module, class_name: className, config, registered_name: null };
}

const MODULES: readonly (readonly [suffix: string, module: string])[] = [
  ["_initializer", "keras.initializers"],
  ["_regularizer", "keras.regularizers"],
  ["_constraint", "keras.constraints"],
];

/** The Keras module of the object that a setting of this name holds, or undefined for a plain setting. */
export function moduleOfSetting(key: string): string | undefined {
  return MODULES.find(([suffix]) => key.endsWith(suffix))?.[1];
}

/** Keras 3's form of a layer's dtype. */
export function dtypePolicy(dtype: Json | undefined): JsonObject {
  if (isKerasObject(dtype)) {
    return dtype;
  }
  return kerasObject("keras", "DTypePolicy", { name: typeof dtype === "string" ? dtype : "float32" });
}

/** A copy without these keys, at any depth. */
export function withoutKeys(value: Json, keys: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, keys));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutKeys(item, keys)]));
}

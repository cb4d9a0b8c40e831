import type { serialization } from "@tensorflow/tfjs-node";
import { tf } from "../../tensorflow.ts";
import { resolveSetting } from "../settings.ts";

/** An initializer, regularizer or constraint: an object, its name, or its settings in a file. */
export type PartLike = object | string | null | undefined;

/** Initializers, regularizers and constraints by the option's name. */
export type Parts<K extends string> = Record<K, serialization.Serializable | null>;

/** The objects that a layer's options stand for, which a file may spell out as settings. */
export function resolveParts<K extends string>(
  given: Partial<Record<K, PartLike>>,
  defaults: Record<K, string | null>,
): Parts<K> {
  const entries = (Object.keys(defaults) as K[]).map((key) => [key, part(key, given[key] ?? defaults[key])]);
  return Object.fromEntries(entries) as Parts<K>;
}

function part(key: string, value: PartLike): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && "className" in value && "config" in value)
    return fromConfig(value as never);
  return resolveSetting(key, value);
}

function fromConfig({ className, config }: { className: string; config: serialization.ConfigDict }): unknown {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const entry = classNameMap[className];
  if (entry === undefined)
    throw new Error(`no initializer, regularizer or constraint is called ${className}`);
  const [cls, make] = entry;
  return make(cls, config);
}

/** The settings of {@link Parts}, as `getConfig` gives them. */
export function partConfig(parts: Parts<string>): serialization.ConfigDict {
  const entries = Object.entries(parts).map(([key, value]) => [
    key,
    value === null ? null : { className: value.getClassName(), config: value.getConfig() },
  ]);
  return Object.fromEntries(entries) as serialization.ConfigDict;
}

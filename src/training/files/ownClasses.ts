import { LAYER_RULES } from "../../formats/config/layerRules.ts";
import { type Json, type JsonObject, type KerasConfig, ModelFileError } from "../../formats/index.ts";
import { fromKerasKey, toKerasKey } from "../../optimizers/config.ts";
import type { Layer } from "../../tensorflow.ts";

/** What is used of a class that a user wrote: `fromConfig` makes an object, or else its constructor does. */
export type OwnClass<T> = (new (
  config: object,
) => T) & {
  className?: string;
  fromConfig?: (...args: never[]) => T;
};

/** Classes of tfjs-layers for which Keras's files have no counterpart here. */
const OF_TFJS = new Set(
  "CallLayer ConvLSTM2D ConvLSTM2DCell GRUCell LSTMCell Lambda RNN RandomWidth ResetAfterGRUCell SimpleRNNCell StackedRNNCells".split(
    " ",
  ),
);
const MODELS = new Set(["InputLayer", "Functional", "Model", "Sequential"]);

/** The name by which files hold a layer of a user's own class, which tfjs needs on the class too; undefined for any other layer. */
export function ownClassName(layer: Layer): string | undefined {
  const kind = layer.constructor as unknown as OwnClass<Layer>;
  if (!Object.hasOwn(kind, "className")) {
    if (kind.name === "") throw unnamed(layer);
    Object.defineProperty(kind, "className", { value: kind.name, configurable: true, writable: true });
  }
  const name = layer.getClassName();
  const isKnown = Object.hasOwn(LAYER_RULES, name) || OF_TFJS.has(name) || MODELS.has(name);
  return isKnown ? undefined : name;
}

function unnamed({ name }: Layer): ModelFileError {
  return new ModelFileError(
    "unsupported",
    `Layer '${name}' is of a class without a name, by which a file could hold it. Give the class a name.`,
  );
}

/** What a user's `getConfig` returns, as files hold it: settings in Python's spelling, values unchanged. */
export function ownConfig(getConfig: () => object, where: string): JsonObject {
  const text = JSON.stringify(getConfig(), (key, value: unknown) => {
    if (typeof value !== "function" && typeof value !== "symbol" && typeof value !== "bigint") return value;
    throw new ModelFileError(
      "unsupported",
      `${where}: getConfig returns a ${typeof value} for '${key}', which no file can hold. Return plain values.`,
    );
  });
  const config = JSON.parse(text) as JsonObject;
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [toKerasKey(key), value]));
}

/** Makes an object of a user's class from what {@link ownConfig} gave, here or in Python. */
export function fromOwnConfig<T>(kind: OwnClass<T>, config: JsonObject): T {
  const settings = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [fromKerasKey(key), value]),
  );
  if (!Object.hasOwn(kind, "fromConfig")) return new kind(settings);
  // tfjs hands over the class too; Keras's from_config has it as `cls`.
  const make = kind.fromConfig as unknown as (...args: unknown[]) => T;
  return make.length >= 2 ? make.call(kind, kind, settings) : make.call(kind, settings);
}

/** The class that a configuration names among a user's objects: by its own name, or as registered in Keras, `package>Name`. */
export function ownClass(
  { class_name: className, registered_name: registered = null }: KerasConfig,
  customObjects: Readonly<Record<string, unknown>>,
): unknown {
  const names = [registered, className].filter((name): name is string => typeof name === "string");
  return names
    .flatMap((name) => [name, name.slice(name.indexOf(">") + 1)])
    .map((name) => customObjects[name] ?? withoutPackage(customObjects)[name])
    .find((found) => found !== undefined);
}

/** A user's objects by their names without a package. */
export function withoutPackage(customObjects: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(customObjects);
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(name.indexOf(">") + 1), value]));
}

/** A configuration in which every object of these classes is changed. */
export function mapObjects(
  value: Json,
  names: ReadonlySet<string>,
  change: (object: KerasConfig) => KerasConfig,
): Json {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, names, change));
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.class_name === "string" && names.has(value.class_name))
    return change(value as KerasConfig);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapObjects(item, names, change)]),
  );
}

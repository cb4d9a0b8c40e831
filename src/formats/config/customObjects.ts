import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject } from "../types.ts";
import { LAYER_RULES } from "./layerRules.ts";
import { isObject } from "./objects.ts";

/** Classes and functions of your own that a model's configuration may name. */
export interface ConfigOptions {
  /** Their names: "MyLayer", or as registered in Keras: "my_package>MyLayer". Their settings pass unchanged. */
  customObjects?: Iterable<string>;
}

/** Every name under which a custom object may appear, with and without its Keras package. */
export function allowedNames({ customObjects = [] }: ConfigOptions): ReadonlySet<string> {
  return new Set([...customObjects].flatMap((name) => [name, name.slice(name.indexOf(">") + 1)]));
}

/** Named objects in a configuration that are no layers of a user's own. */
const OF_KERAS = new Set(["DTypePolicy", "InputLayer"]);

/** The names of a user's own layer classes and functions in a configuration. */
export function ownNames(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(ownNames);
  if (!isObject(value)) return [];
  const inner = Object.values(value).flatMap(ownNames);
  const { class_name: name, config } = value;
  if (name === "function" && typeof config === "string") return [config, ...inner];
  const isLayer = isObject(config) && typeof config.name === "string" && !Array.isArray(config.layers);
  const isOwn =
    isLayer && typeof name === "string" && !Object.hasOwn(LAYER_RULES, name) && !OF_KERAS.has(name);
  return isOwn ? [name, ...inner] : inner;
}

/** The error of a layer that is to be saved and that no file of Keras can hold. */
export function notInKeras(className: string, config: JsonObject): ModelFileError {
  return unknownLayer(
    className,
    config,
    "which has no counterpart in Keras 3. Write a class of your own with getConfig and a name of its own, and use that",
  );
}

/** The error of a layer that a file names. */
export function notInThisLibrary(className: string, config: JsonObject): ModelFileError {
  const short = className.slice(className.indexOf(">") + 1);
  return unknownLayer(
    className,
    config,
    `which this library does not have. Give the class when loading: loadModel(file, { customObjects: { ${short} } })`,
  );
}

function unknownLayer(className: string, { name = "" }: JsonObject, wayOut: string): ModelFileError {
  const known = Object.keys(LAYER_RULES).join(", ");
  return new ModelFileError(
    "unknown-layer",
    `Layer '${String(name)}' is of class '${className}', ${wayOut}. Known are ${known}.`,
  );
}

import { ModelFileError } from "../errors.ts";
import type { JsonObject } from "../types.ts";
import { LAYER_RULES } from "./layerRules.ts";

/** Classes and functions of your own that a model's configuration may name. */
export interface ConfigOptions {
  /** Their names: "MyLayer", or as registered in Keras: "my_package>MyLayer". Their settings pass unchanged. */
  customObjects?: Iterable<string>;
}

/** Every name under which a custom object may appear, with and without its Keras package. */
export function allowedNames({ customObjects = [] }: ConfigOptions): ReadonlySet<string> {
  return new Set([...customObjects].flatMap((name) => [name, name.slice(name.indexOf(">") + 1)]));
}

export function unknownLayer(className: string, config: JsonObject, target: string): ModelFileError {
  const name = String(config.name ?? "");
  return new ModelFileError(
    "unknown-layer",
    `Layer '${name}' is of class '${className}', which has no counterpart in ${target}. ` +
      `Write the layer as a class of your own and name it: customObjects: ["${className}"]. ` +
      `Known are ${Object.keys(LAYER_RULES).join(", ")}.`,
  );
}

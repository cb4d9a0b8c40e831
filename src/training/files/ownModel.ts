import { type JsonObject, type KerasConfig, ModelFileError } from "../../formats/index.ts";
import { Model } from "../../models/model.ts";
import type { Computed } from "../../models/subclassed.ts";
import type { CustomObjects } from "./customObjects.ts";
import { fromOwnConfig, type OwnClass, ownClass, ownConfig } from "./ownClasses.ts";

/** True for the configuration of a model of a user's own class, which holds settings instead of layers. */
export function isOwnModel({ config }: KerasConfig): boolean {
  return !Array.isArray(config.layers);
}

/**
 * The configuration of a model of a user's own class as Keras has it.
 *
 * @throws ModelFileError where the class has no `getConfig`
 */
export function ownModelConfig(owner: Computed, inputShape: readonly (number | null)[]): KerasConfig {
  const { name: className } = owner.constructor;
  if (owner.getConfig === undefined) {
    throw new ModelFileError(
      "unsupported",
      `model "${owner.name}" is a class of yours without getConfig: only its weights can be saved. Save the weights ` +
        "(saveWeights), and load them into a new object of the class; or give the class a getConfig() that returns what its " +
        "constructor takes",
    );
  }
  const settings = ownConfig(() => owner.getConfig!(), `model "${owner.name}" (${className})`);
  return {
    module: null,
    class_name: className,
    config: { name: owner.name, trainable: true, ...settings },
    registered_name: className,
    build_config: { input_shape: [...inputShape] },
  };
}

/**
 * A model of a user's own class with new weights.
 *
 * @throws ModelFileError where `customObjects` lacks the class, or the file does not say its input's shape
 */
export function ownModel(config: KerasConfig, customObjects: CustomObjects): Model {
  const { class_name: className } = config;
  const kind = ownClass(config, customObjects);
  if (kind === undefined) {
    throw new ModelFileError(
      "unknown-layer",
      `The model is of the class '${className}', which is not this library's. Give the class when loading: ` +
        `loadModel(file, { customObjects: { ${className} } }).`,
    );
  }
  const { dtype: _, ...settings } = config.config;
  const model = fromOwnConfig(kind as OwnClass<Model>, settings);
  if (!(model instanceof Model)) {
    throw new TypeError(`customObjects.${className} makes no Model, got ${String(model)}`);
  }
  const shape = (config.build_config as JsonObject | undefined)?.input_shape;
  if (!Array.isArray(shape)) {
    throw new ModelFileError(
      "unsupported",
      `The file does not say which input the model of class '${className}' takes. Make the model, and call loadWeights.`,
    );
  }
  model.build([null, ...(shape.slice(1) as (number | null)[])]);
  return model;
}

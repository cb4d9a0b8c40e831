import { type KerasConfig, loadModelFile, loadWeightsFile, type SavedModel } from "../../formats/index.ts";
import { Model } from "../../models/model.ts";
import { Sequential } from "../../models/sequential.ts";
import { type LayersModel, tf } from "../../tensorflow.ts";
import { checkOptions } from "../checkOptions.ts";
import { fromCompileConfig } from "./compileConfig.ts";
import type { CustomObjects } from "./customObjects.ts";
import { weightSpec } from "./describeModel.ts";
import { isOwnModel, ownModel } from "./ownModel.ts";
import { restoreOptimizer, restoreWeights } from "./restore.ts";
import { tfjsModelOf } from "./tfjsModel.ts";

/** The options of {@link loadModel}. */
export interface LoadModelOptions {
  /**
   * What the file names and the library does not have, by its name: classes of layers and models (made by their `fromConfig`, or by
   * `new` with what their `getConfig` returned), functions that are activations, losses or metrics.
   */
  customObjects?: CustomObjects;
  /** Whether the model is compiled as it was when it was saved, with the optimizer's state. Default true. */
  compile?: boolean;
}

/**
 * Loads a whole model that this library, Keras 2, Keras 3 or TensorFlow.js saved: `keras.models.load_model`. The content, not the
 * name, decides on the format.
 *
 * @param file `.keras`, `.h5` or a TensorFlow.js `model.json`
 * @returns the model, compiled as it was when it was saved: training goes on as if it had never stopped; a sequential one is a
 *   `Sequential`, whose layers `add` and `pop` change
 * @throws ModelFileError if the file is cut, no model, of a version to come, or names a layer that is not known
 * @example const model = await loadModel("best-model.h5");
 * @example
 * const base = await loadModel("base.keras");
 * if (base instanceof Sequential) base.pop();
 * @example const own = await loadModel("own.keras", { customObjects: { MyLayer, myLoss } });
 */
export async function loadModel(file: string, options: LoadModelOptions = {}): Promise<Model> {
  checkOptions("loadModel", options, { customObjects: 1, compile: 1 });
  const { customObjects = {}, compile = true } = options;
  const saved = await loadModelFile(file, { customObjects: Object.keys(customObjects) });
  const model = await modelOf(saved.config, customObjects);
  // Only a model that is made knows the weights of layers of a user's own.
  const isRead = saved.weights.layers !== undefined;
  restoreWeights(model.tfjs, isRead ? saved.weights : await loadWeightsFile(file, weightSpec(model.tfjs)));
  if (compile) compileAsSaved(model, saved, customObjects);
  return model;
}

/**
 * A model with new weights from what `model.toJSON()` or Keras's `model.to_json()` gave: `keras.models.model_from_json`.
 *
 * @throws ModelFileError for a layer that is not known
 * @example const twin = await modelFromJSON(model.toJSON());
 */
export async function modelFromJSON(
  json: string,
  { customObjects = {} }: Pick<LoadModelOptions, "customObjects"> = {},
): Promise<Model> {
  return modelOf(JSON.parse(json) as KerasConfig, customObjects);
}

async function modelOf(config: KerasConfig, customObjects: CustomObjects): Promise<Model> {
  if (isOwnModel(config)) return ownModel(config, customObjects);
  return modelAround(await tfjsModelOf(config, customObjects));
}

function modelAround(model: LayersModel): Model {
  return model instanceof tf.Sequential ? Sequential.around(model) : new Model(model);
}

function compileAsSaved(
  model: Model,
  { compileConfig, optimizer }: SavedModel,
  customObjects: CustomObjects,
): void {
  if (compileConfig === undefined) return;
  try {
    try {
      model.compile(fromCompileConfig(compileConfig, customObjects));
    } catch (cause) {
      throw new Error(
        `the model cannot be compiled as it was saved: ${(cause as Error).message}. Give objects of your own in customObjects, or ` +
          "load with compile: false and compile the model yourself",
        { cause },
      );
    }
  } catch (cause) {
    throw new Error(
      `the model cannot be compiled as it was saved: ${(cause as Error).message}. Give objects of your own in customObjects, or ` +
        "load with compile: false and compile the model yourself",
      { cause },
    );
  }
  if (optimizer !== undefined) restoreOptimizer(model.tfjs, model.compiled, optimizer);
}

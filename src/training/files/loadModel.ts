import {
  type Json,
  type KerasConfig,
  loadModelFile,
  type SavedModel,
  toTfjsConfig,
} from "../../formats/index.ts";
import { markOurs, ownWeights } from "../../layers/ownWeights.ts";
import { Model } from "../../models/model.ts";
import { Sequential } from "../../models/sequential.ts";
import { type Layer, type LayersModel, tf } from "../../tensorflow.ts";
import { checkOptions } from "../checkOptions.ts";
import { nameEnds } from "../ends.ts";
import { fromCompileConfig } from "./compileConfig.ts";
import type { CustomObjects } from "./customObjects.ts";
import { restoreOptimizer, restoreWeights } from "./restore.ts";

/** The options of {@link loadModel}. */
export interface LoadModelOptions {
  /** Own layer classes, losses and metrics that the file names, by their names. */
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
 */
export async function loadModel(file: string, options: LoadModelOptions = {}): Promise<Model> {
  checkOptions("loadModel", options, { customObjects: 1, compile: 1 });
  const { customObjects = {}, compile = true } = options;
  const saved = await loadModelFile(file, { customObjects: Object.keys(customObjects) });
  const model = modelAround(await tfjsModelOf(saved.config, customObjects));
  restoreWeights(model.tfjs, saved.weights);
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
  return modelAround(await tfjsModelOf(JSON.parse(json) as KerasConfig, customObjects));
}

function modelAround(model: LayersModel): Model {
  return model instanceof tf.Sequential ? Sequential.around(model) : new Model(model);
}

async function tfjsModelOf(config: KerasConfig, customObjects: CustomObjects): Promise<LayersModel> {
  for (const object of Object.values(customObjects)) {
    if (typeof object === "function" && object.prototype instanceof tf.serialization.Serializable) {
      tf.serialization.registerClass(object as never);
    }
  }
  const topology = toTfjsConfig(config, { customObjects: Object.keys(customObjects) });
  const model = await tf.models.modelFromJSON({ modelTopology: topology } as never);
  for (const layer of leafLayers(model)) ownWeights(markOurs(layer));
  const [inputs, outputs] = [namesOf(config.config.input_layers), namesOf(config.config.output_layers)];
  nameEnds(model, { ...(inputs && { inputs }), ...(outputs && { outputs }) });
  return model;
}

/** The names of inputs or outputs that a model was built with, an object instead of a list. */
function namesOf(ends: Json | undefined): string[] | undefined {
  return typeof ends === "object" && ends !== null && !Array.isArray(ends) ? Object.keys(ends) : undefined;
}

function leafLayers(layer: LayersModel | Layer): Layer[] {
  return "layers" in layer ? (layer as LayersModel).layers.flatMap(leafLayers) : [layer];
}

function compileAsSaved(
  model: Model,
  { compileConfig, optimizer }: SavedModel,
  customObjects: CustomObjects,
): void {
  if (compileConfig === undefined) return;
  model.compile(fromCompileConfig(compileConfig, customObjects));
  if (optimizer !== undefined) restoreOptimizer(model.tfjs, model.compiled, optimizer);
}

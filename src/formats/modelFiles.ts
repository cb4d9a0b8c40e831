import { writeFileAtomic } from "./atomicWrite.ts";
import type { ConfigOptions } from "./config/customObjects.ts";
import { isModelEntry } from "./config/models.ts";
import { ModelFileError } from "./errors.ts";
import { decodeKerasFile, encodeKerasFile } from "./files/kerasFile.ts";
import { decodeLegacyFile, encodeLegacyFile } from "./files/legacyFile.ts";
import { readWhole, withinStack } from "./files/readWhole.ts";
import { loadTfjsFile, saveTfjsFile } from "./files/tfjsFile.ts";
import {
  decodeOptimizer,
  decodeWeights,
  encodeKeras3Weights,
  encodeLegacyWeights,
} from "./files/weightsFile.ts";
import { isHdf5 } from "./hdf5/superblock.ts";
import type { LayerSpec, LayerWeights, OptimizerWeights, SavedModel } from "./types.ts";
import { isZip } from "./zip/read.ts";

/**
 * Saves a whole model in the format that the name asks for: `.keras`, `.h5` or `.hdf5` as Keras does,
 * `.json` as TensorFlow.js does (with a file of weights beside it). The file appears whole or not at all.
 *
 * @throws ModelFileError for another ending, or what the format cannot hold
 * @example await saveModelFile("model-whole.h5", saved);
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
 */
export async function saveModelFile(
  file: string,
  model: SavedModel,
  options: ConfigOptions = {},
): Promise<void> {
  if (file.endsWith(".keras")) {
    return writeFileAtomic(file, await encodeKerasFile(model));
  }
  if (file.endsWith(".weights.h5")) {
    throw new ModelFileError(
      "unsupported",
      `'${file}' is a name for weights alone. Save the model as .keras or .h5, or its weights with saveWeights.`,
    );
  }
  if (isHdf5Name(file) || file.endsWith(".json")) refuseOwnModel(file, model);
  if (isHdf5Name(file)) {
    return writeFileAtomic(file, await encodeLegacyFile(model));
  }
  if (file.endsWith(".json")) {
    return saveTfjsFile(file, model, options);
  }
  throw new ModelFileError(
    "unsupported",
    `'${file}' must end in .keras, .h5, .hdf5 or .json to say which format is meant.`,
  );
}

/** These formats hold layers; of a user's own class Keras does not load its own `.h5` either. */
function refuseOwnModel(file: string, { config }: SavedModel): void {
  if (isModelEntry(config)) return;
  throw new ModelFileError(
    "unsupported",
    `'${file}' cannot hold a model of the class '${config.class_name}', which is not made of layers alone. Save it as .keras.`,
  );
}

/**
 * Loads a whole model of Keras 2, Keras 3 or TensorFlow.js; the content, not the name, decides on the format.
 *
 * @throws ModelFileError if the file is cut, no model, or of a version to come
 * @example const { config, weights } = await loadModelFile("best-model.h5");
 */
export async function loadModelFile(file: string, options: ConfigOptions = {}): Promise<SavedModel> {
  const bytes = await readWhole(file);
  return withinStack(file, () => decodeModel(bytes, file, options));
}

async function decodeModel(bytes: Buffer, file: string, options: ConfigOptions): Promise<SavedModel> {
  if (isZip(bytes)) {
    return decodeKerasFile(bytes, file);
  }
  if (isHdf5(bytes)) {
    return decodeLegacyFile(bytes, file);
  }
  if (/^\s*\{/.test(bytes.subarray(0, 64).toString("utf8"))) {
    return loadTfjsFile(file, bytes, options);
  }
  throw new ModelFileError(
    "not-a-model",
    `${file} is no model: it is neither a Keras archive (.keras), nor an HDF5 file (.h5), nor a TensorFlow.js model.json.`,
  );
}

/**
 * Saves weights so that Keras 3 loads them under the same name: `.weights.h5` in its own layout, any other `.h5` or
 * `.hdf5` in that of Keras 2, which is how Keras 3 reads such a name.
 *
 * @param model the model as a layer that has layers
 * @param optimizer its state, which only `.weights.h5` can hold
 * @throws ModelFileError for another ending
 * @example await saveWeightsFile("model-weights.h5", weights);
 * @see keras/src/saving/saving_api.py, load_weights
 */
export async function saveWeightsFile(
  file: string,
  model: LayerWeights,
  optimizer?: OptimizerWeights,
): Promise<void> {
  if (file.endsWith(".weights.h5")) {
    return writeFileAtomic(file, await encodeKeras3Weights(model, optimizer));
  }
  if (isHdf5Name(file)) {
    return writeFileAtomic(file, await encodeLegacyWeights(model));
  }
  throw new ModelFileError(
    "unsupported",
    `'${file}' must end in .weights.h5, .h5 or .hdf5 for weights to be saved in it.`,
  );
}

/**
 * Loads weights from `.weights.h5`, `.h5` (weights or a whole model) or `.keras`.
 *
 * @param model what the model expects, layer by layer; every difference is an error
 * @throws ModelFileError naming the layer, the weight, the expected and the found shape
 * @example const { layers } = await loadWeightsFile("model-weights.h5", spec);
 */
export async function loadWeightsFile(file: string, model: LayerSpec): Promise<LayerWeights> {
  const bytes = await readWhole(file);
  return withinStack(file, () => decodeWeights(bytes, model, file));
}

/**
 * Loads the optimizer's state from `.weights.h5` or `.keras`; undefined where the file holds none.
 *
 * @throws ModelFileError if the file is cut or of another kind
 * @example const state = await loadOptimizerState("latest.weights.h5");
 */
export async function loadOptimizerState(file: string): Promise<OptimizerWeights | undefined> {
  return decodeOptimizer(await readWhole(file), file);
}

function isHdf5Name(file: string): boolean {
  return file.endsWith(".h5") || file.endsWith(".hdf5");
}

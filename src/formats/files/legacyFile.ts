import { fromLegacyConfig, fromTrainingConfig, toLegacyConfig, toTrainingConfig } from "../config/legacy.ts";
import { isModelConfig } from "../config/models.ts";
import { ModelFileError } from "../errors.ts";
import { type Hdf5Reader, readHdf5 } from "../hdf5/reader.ts";
import { writeHdf5 } from "../hdf5/writer.ts";
import type { JsonObject, ModelMetadata, SavedModel } from "../types.ts";
import { checkKerasVersion, KERAS_VERSION } from "../version.ts";
import {
  readLegacyOptimizer,
  readLegacyWeights,
  writeLegacyOptimizer,
  writeLegacyWeights,
} from "../weights/legacy.ts";
import { isOpen, specFromConfig, unread } from "../weights/specFromConfig.ts";
import { kerasJson, parseJson } from "./json.ts";

/** Makes a whole-model `.h5` file as Keras's `model.save("model.h5")` does. */
export function encodeLegacyFile(model: SavedModel): Promise<Uint8Array> {
  return writeHdf5((file) => {
    file.text("/", "keras_version", KERAS_VERSION);
    file.text("/", "backend", "tensorflow");
    file.text("/", "model_config", kerasJson(toLegacyConfig(model.config)));
    if (model.compileConfig !== undefined) {
      file.text("/", "training_config", kerasJson(toTrainingConfig(model.compileConfig)));
    }
    writeLegacyWeights(file, "/model_weights", model.weights);
    if (model.optimizer !== undefined) {
      writeLegacyOptimizer(file, model.optimizer);
    }
  });
}

/** Reads a whole-model `.h5` file of Keras 2 or 3. */
export function decodeLegacyFile(bytes: Uint8Array, source: string): Promise<SavedModel> {
  return readHdf5(bytes, source, (file) => {
    const metadata = readMetadata(file);
    checkKerasVersion(metadata.kerasVersion, source);
    const config = readConfig(file, metadata.kerasVersion);
    const spec = specFromConfig(config);
    const training = file.text("/", "training_config");
    const optimizer = readLegacyOptimizer(file);
    return {
      config,
      ...(training === undefined ? {} : { compileConfig: fromTrainingConfig(parseText(training, source)) }),
      weights: isOpen(spec) ? unread(spec) : readLegacyWeights(file, "/model_weights", spec),
      ...(optimizer === undefined ? {} : { optimizer }),
      metadata,
    };
  });
}

function readConfig(file: Hdf5Reader, kerasVersion: string | undefined) {
  const text = file.text("/", "model_config");
  if (text === undefined) {
    const isWeights = file.names("/", "layer_names") !== undefined || file.has("/layers");
    const hint = isWeights ? " It holds weights only: build the model and call loadWeights." : "";
    throw new ModelFileError(
      "not-a-model",
      `${file.source} holds no model: the attribute model_config is missing.${hint}`,
    );
  }
  const config = parseText(text, file.source);
  if (!isModelConfig(config)) {
    throw new ModelFileError("not-a-model", `${file.source}: model_config describes no Keras model.`);
  }
  return fromLegacyConfig(config, kerasVersion);
}

function parseText(text: string, source: string): JsonObject {
  return parseJson(new TextEncoder().encode(text), source) as JsonObject;
}

function readMetadata(file: Hdf5Reader): ModelMetadata {
  const kerasVersion = file.text("/", "keras_version") ?? file.text("/model_weights", "keras_version");
  const backend = file.text("/", "backend");
  return {
    ...(kerasVersion === undefined ? {} : { kerasVersion }),
    ...(backend === undefined ? {} : { backend }),
  };
}

import { ModelFileError } from "../errors.ts";
import { type Hdf5Reader, readHdf5 } from "../hdf5/reader.ts";
import { isHdf5 } from "../hdf5/superblock.ts";
import { writeHdf5 } from "../hdf5/writer.ts";
import type { LayerSpec, LayerWeights, OptimizerWeights } from "../types.ts";
import { checkKerasVersion } from "../version.ts";
import { readKeras3Optimizer, readKeras3Weights, writeKeras3Weights } from "../weights/keras3.ts";
import { readLegacyWeights, writeLegacyWeights } from "../weights/legacy.ts";
import { isZip } from "../zip/read.ts";
import { weightsOfKerasFile } from "./kerasFile.ts";

/** Makes a `.weights.h5` file as Keras 3 lays it out. */
export function encodeKeras3Weights(model: LayerWeights, optimizer?: OptimizerWeights): Promise<Uint8Array> {
  return writeHdf5((file) => writeKeras3Weights(file, model, optimizer));
}

/** Makes an `.h5` file of weights as Keras 2 lays it out. */
export function encodeLegacyWeights(model: LayerWeights): Promise<Uint8Array> {
  return writeHdf5((file) => writeLegacyWeights(file, "/", model));
}

/** Reads weights from any of Keras's files, told apart by their content. */
export async function decodeWeights(
  bytes: Uint8Array,
  model: LayerSpec,
  source: string,
): Promise<LayerWeights> {
  if (!isZip(bytes) && !isHdf5(bytes)) {
    throw new ModelFileError(
      "not-a-model",
      `${source} holds no weights: it is neither an HDF5 file (.weights.h5, .h5) nor a Keras archive (.keras).`,
    );
  }
  const hdf5 = isZip(bytes) ? await weightsOfKerasFile(bytes, source) : bytes;
  return readHdf5(hdf5, source, (file) => readAnyLayout(file, model));
}

/** Reads the optimizer's state that `.weights.h5` and `.keras` may hold beside the weights. */
export async function decodeOptimizer(
  bytes: Uint8Array,
  source: string,
): Promise<OptimizerWeights | undefined> {
  const hdf5 = isZip(bytes) ? await weightsOfKerasFile(bytes, source) : bytes;
  return readHdf5(hdf5, source, readKeras3Optimizer);
}

function readAnyLayout(file: Hdf5Reader, model: LayerSpec): LayerWeights {
  checkKerasVersion(file.text("/", "keras_version"), file.source);
  if (file.names("/", "layer_names") !== undefined) {
    return readLegacyWeights(file, "/", model);
  }
  if (file.has("/model_weights")) {
    return readLegacyWeights(file, "/model_weights", model);
  }
  if (file.has("/layers") || file.has("/vars")) {
    return readKeras3Weights(file, model);
  }
  throw new ModelFileError(
    "not-a-model",
    `${file.source} is an HDF5 file but holds no Keras weights: it has neither 'layer_names' nor '/layers'.`,
  );
}

import * as tf from "@tensorflow/tfjs";
import { renameLayers } from "../../../src/formats/config/rename.ts";
import {
  fromTfjsName,
  type KerasConfig,
  type LayerWeights,
  type SavedModel,
  toKerasConfig,
  toTfjsConfig,
  toTfjsName,
  type WeightArray,
} from "../../../src/formats/index.ts";
import type { Nested } from "./keras.ts";

type Layers = { layers: tf.layers.Layer[] };

/** Builds a tfjs model from what a file held. */
export async function tfjsModel(saved: Pick<SavedModel, "config" | "weights">): Promise<tf.LayersModel> {
  // Plain tfjs, which refuses most scripts.
  const topology = renameLayers(toTfjsConfig(saved.config), toTfjsName);
  const model = await tf.models.modelFromJSON({ modelTopology: topology } as never);
  setWeights(model, saved.weights);
  return model;
}

export function setWeights(model: tf.LayersModel, weights: LayerWeights): void {
  for (const layer of model.layers) {
    const found = weights.layers?.find((candidate) => candidate.layerName === fromTfjsName(layer.name));
    if (found === undefined) {
      throw new Error(`no weights for layer ${layer.name}`);
    }
    if (found.layers !== undefined) {
      setWeights(layer as tf.LayersModel, found);
    } else {
      setLayerWeights(layer, found.weights);
    }
  }
}

/** By variable, not by setWeights, which takes frozen weights in another order. */
function setLayerWeights(layer: tf.layers.Layer, weights: WeightArray[]): void {
  const tensors = weights.map(({ data, shape }) => tf.tensor(data as Float32Array, [...shape]));
  layer.setWeights(tensors);
  tf.dispose(tensors);
}

/** Describes a tfjs model as the formats want it. */
export function describeModel(model: tf.LayersModel): SavedModel {
  const config = toKerasConfig(model.toJSON(null, false) as unknown as KerasConfig, {
    outputShapes: outputShapes(model),
  });
  return { config, weights: describeLayers(model), metadata: {} };
}

function outputShapes(model: Layers): Record<string, (number | null)[]> {
  const nested = model.layers.filter((layer) => "layers" in layer) as unknown as Layers[];
  const own = model.layers.map((layer) => [layer.name, layer.outputShape as (number | null)[]]);
  return Object.assign({}, ...nested.map(outputShapes), Object.fromEntries(own)) as Record<
    string,
    (number | null)[]
  >;
}

export function describeLayers(layer: tf.layers.Layer): LayerWeights {
  const className = layer.getClassName() === "Model" ? "Functional" : layer.getClassName();
  const layerName = fromTfjsName(layer.name);
  if ("layers" in layer) {
    const layers = (layer as unknown as Layers).layers.map(describeLayers);
    return { layerName, className, weights: [], layers };
  }
  const weights = layer.weights.map((variable): WeightArray => {
    const value = variable.read();
    const name = variable.originalName.split("/").at(-1) as string;
    return { name, shape: value.shape, dtype: "float32", data: value.dataSync() as Float32Array };
  });
  return { layerName, className, weights };
}

/** Predicts on nested lists; always a list of outputs. */
export function predict(model: tf.LayersModel, x: Nested): number[][] {
  return tf.tidy(() => {
    const outputs = model.predict(tf.tensor(x as number[][]));
    return [outputs].flat().map((output) => [...output.dataSync()]);
  });
}

/** The largest difference between two predictions. */
export function largestDifference(a: readonly Nested[], b: readonly Nested[]): number {
  const left = a.flat(9) as number[];
  const right = b.flat(9) as number[];
  if (left.length !== right.length || left.length === 0) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.max(...left.map((value, index) => Math.abs(value - (right[index] as number))));
}

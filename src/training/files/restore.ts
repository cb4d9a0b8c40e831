import {
  fromTfjsName,
  type LayerWeights,
  ModelFileError,
  type OptimizerWeights,
} from "../../formats/index.ts";
import { type Layer, type LayersModel, tf } from "../../tensorflow.ts";
import type { Compiled } from "../compiled.ts";
import { trainableVariables } from "../eagerTrainStep.ts";
import { placedWeights } from "../weights.ts";
import { innerLayers } from "./innerLayers.ts";

/** Puts a file's weights into a model, layer by layer. @throws ModelFileError when a layer is missing */
export function restoreWeights(model: LayersModel | Layer, found: LayerWeights): void {
  const layers = innerLayers(model);
  if (layers === undefined) restoreLayer(model, found);
  for (const { layer } of layers ?? []) {
    const saved = found.layers?.find(({ layerName }) => layerName === fromTfjsName(layer.name));
    if (saved !== undefined) restoreWeights(layer, saved);
    else if (layer.weights.length > 0) {
      throw new ModelFileError("missing-weights", `the file holds no weights for layer '${layer.name}'`);
    }
  }
}

function restoreLayer(layer: LayersModel | Layer, { weights, layerName }: LayerWeights): void {
  const places = placedWeights(layer);
  if (places.length !== weights.length) {
    throw new ModelFileError(
      "shape-mismatch",
      `layer '${layerName}' has ${places.length} weights, but the file holds ${weights.length}`,
    );
  }
  tf.tidy(() => {
    for (const [i, { variable }] of places.entries()) {
      const values = Float32Array.from(weights[i]!.data as Iterable<number | bigint>, Number);
      variable.assign(tf.cast(tf.tensor(values, variable.shape, "float32"), variable.dtype));
    }
  });
}

/** Puts an optimizer's state back, so that training goes on as if it had never stopped; warns where it does not fit. */
export function restoreOptimizer(model: LayersModel, { optimizer }: Compiled, saved: OptimizerWeights): void {
  const scalars = optimizer.schedule === undefined ? 2 : 1;
  // A model that was saved before its first step has no slots yet.
  if (saved.weights.length > scalars) optimizer.build(trainableVariables(model));
  try {
    optimizer.setWeights(saved.weights);
  } catch (error) {
    console.warn(`the state of the optimizer ${optimizer.name} starts afresh: ${(error as Error).message}`);
  }
}

import { GraphError, guard } from "../../graph/index.ts";
import type { Layer, LayersModel } from "../../tensorflow.ts";

/**
 * Has a model's graph traced again once layers came, went, or were frozen.
 *
 * @throws GraphError for a layer that keeps something in JavaScript from batch to batch, which a graph would not
 */
export function watchLayers(model: LayersModel): void {
  const stateful = model.layers.find(isStateful);
  if (stateful !== undefined) {
    throw new GraphError(
      `Layer "${stateful.name}" is stateful: it keeps its last state in JavaScript for the next batch`,
    );
  }
  guard(() => model.layers.map(({ id }) => id).join());
  guard(() => model.trainableWeights.map(({ id }) => id).join());
}

function isStateful(layer: Layer): boolean {
  const { layers = [] } = layer as { layers?: readonly Layer[] };
  return layer.stateful || layers.some(isStateful);
}

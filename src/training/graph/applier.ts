import { NDArray } from "../../array/ndarray.ts";
import { GraphError, type GraphFunction, GraphSession, graph } from "../../graph/index.ts";
import { type LayersModel, type Tensor, tf } from "../../tensorflow.ts";
import { asFloat } from "../inputs.ts";
import { type Applier, outputsOf } from "../predict.ts";
import { DividedData } from "./dividedData.ts";
import { watchLayers } from "./watchLayers.ts";

type ModelGraph = GraphFunction<[x: readonly Tensor[]], Tensor[]>;

const graphs = new WeakMap<LayersModel, ModelGraph>();

/** Whether a model was applied by a graph before. */
export function hasGraph(model: LayersModel): boolean {
  return graphs.has(model);
}

/** Applies a model by a graph, which is kept as long as the model. @param instead applies one that a graph cannot hold */
export function graphApplier(model: LayersModel, x: readonly Tensor[], instead: Applier): Applier {
  const data = new DividedData({ x, y: [], weight: [] });
  let isEager = false;
  return async (from, count) => {
    if (isEager) return await instead(from, count);
    try {
      const outputs = await data.use(from, count, (batch) => graphOf(model).async(batch.x));
      const arrays = outputs.map(
        (output) => new NDArray(output.dataSync<"float32">(), output.shape, "float32"),
      );
      tf.dispose(outputs);
      return arrays;
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      isEager = true;
      return await instead(from, count);
    }
  };
}

function graphOf(model: LayersModel): ModelGraph {
  let known = graphs.get(model);
  if (known === undefined) {
    const session = new GraphSession();
    const apply = (x: readonly Tensor[]) => {
      watchLayers(model);
      return outputsOf(model, x.map(asFloat));
    };
    known = graph(apply, { session });
    graphs.set(model, known);
  }
  return known;
}

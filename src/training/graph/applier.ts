import { NDArray } from "../../array/ndarray.ts";
import { type GraphFunction, GraphSession, graphIn } from "../../graph/index.ts";
import { type LayersModel, type Tensor, tf } from "../../tensorflow.ts";
import { asFloat } from "../inputs.ts";
import { type Applier, type Applying, outputsOf } from "../predict.ts";
import { Attempt } from "./attempt.ts";
import { DividedData } from "./dividedData.ts";
import { partsOf } from "./lanes.ts";
import { watchLayers } from "./watchLayers.ts";

type ModelGraph = GraphFunction<[x: readonly Tensor[]], Tensor[]>;

const graphs = new WeakMap<LayersModel, ModelGraph>();

/** How many batches are computed in one go, some side by side. */
const batchesTogether = 16;

/** Whether a model was applied by a graph before. */
export function hasGraph(model: LayersModel): boolean {
  return (graphs.get(model)?.traces ?? 0) > 0;
}

/**
 * Applies a model by a graph, which is kept as long as the model.
 *
 * @param size how many samples a call of the graph takes; those of more run side by side
 * @param instead applies a model that a graph cannot hold
 */
export function graphApplier(
  model: LayersModel,
  x: readonly Tensor[],
  size: number,
  instead: Applier,
): Applying {
  const part = partApplier(model, x, instead);
  const apply: Applier = async (from, count) => {
    if (count <= size) return await part.apply(from, count);
    // The last part reaches back over samples of the one before: another length would be another graph.
    const starts = partsOf(count, size, count).map((_, i) => Math.min(i * size, count - size));
    return joined(await Promise.all(starts.map((start) => part.apply(from + start, size))), starts, count);
  };
  // The first call may show that a graph cannot hold the model.
  return {
    apply,
    together: () => (hasGraph(model) && part.attempt.reason === undefined ? batchesTogether : 1),
  };
}

/** Puts the outputs of parts together. @param starts the place of the first sample of each */
function joined(
  parts: readonly NDArray<"float32">[][],
  starts: readonly number[],
  count: number,
): NDArray<"float32">[] {
  return parts[0]!.map(({ size, shape: [samples, ...shape] }, output) => {
    const each = size / samples!;
    const data = new Float32Array(each * count);
    for (const [i, part] of parts.entries()) data.set(part[output]!.data, each * starts[i]!);
    return new NDArray(data, [count, ...shape]);
  });
}

/** Applies a model by one call of its graph. */
function partApplier(model: LayersModel, x: readonly Tensor[], instead: Applier) {
  const data = new DividedData({ x, y: [], weight: [] });
  const attempt = new Attempt();
  const byGraph = async (from: number, count: number): Promise<NDArray<"float32">[]> => {
    const outputs = await data.use(from, count, (batch) => graphOf(model).async(batch.x));
    const arrays = outputs.map(
      (output) => new NDArray(output.dataSync<"float32">(), output.shape, "float32"),
    );
    tf.dispose(outputs);
    return arrays;
  };
  const apply: Applier = (from, count) =>
    attempt.run(
      () => byGraph(from, count),
      () => instead(from, count),
    );
  return { attempt, apply };
}

function graphOf(model: LayersModel): ModelGraph {
  let known = graphs.get(model);
  if (known === undefined) {
    const session = new GraphSession();
    const apply = (x: readonly Tensor[]) => {
      watchLayers(model);
      return outputsOf(model, x.map(asFloat));
    };
    known = graphIn(session, apply);
    graphs.set(model, known);
  }
  return known;
}

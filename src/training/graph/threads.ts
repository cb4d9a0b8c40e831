import { availableParallelism } from "node:os";
import type { Layer, LayersModel } from "../../tensorflow.ts";

/**
 * From so many operations on, multiplications and additions, two threads compute a layer's product sooner than one; below, waking the other
 * takes longer than it saves (bench/training/threads.mjs).
 */
const worthwhile = 50e6;

type Shape = readonly (number | null)[];

/** How many threads one operation may use while a model trains on batches of a size. */
export function threadsFor(model: LayersModel, batchSize: number): number {
  const largest = Math.max(0, ...model.layers.map(operationsOf)) * batchSize;
  return largest < worthwhile ? 1 : Math.min(2, availableParallelism());
}

/** The multiplications and additions of a layer's largest product for one sample. */
function operationsOf(layer: Layer): number {
  const { layers } = layer as { layers?: readonly Layer[] };
  if (layers !== undefined) return Math.max(0, ...layers.map(operationsOf));
  // It looks its weights up and multiplies nothing.
  if (layer.getClassName() === "Embedding") return 0;
  return 2 * placesOf(layer) * Math.max(0, ...layer.weights.map(({ shape }) => productOf(shape)));
}

/** In how many places of a sample a layer's weights are applied: the pixels of a convolution's output, the words of a sentence. */
function placesOf(layer: Layer): number {
  const { inboundNodes } = layer as unknown as { inboundNodes: { outputShapes: Shape | Shape[] }[] };
  const shapes = inboundNodes.flatMap(({ outputShapes }) =>
    Array.isArray(outputShapes[0]) ? (outputShapes as Shape[]) : [outputShapes as Shape],
  );
  return Math.max(1, ...shapes.map((shape) => sizeOf(shape.slice(1, -1))));
}

/** A bias and a scale have one axis, and are no factor of a product. */
function productOf(shape: Shape): number {
  return shape.length < 2 ? 0 : sizeOf(shape);
}

function sizeOf(lengths: Shape): number {
  return lengths.reduce<number>((size, length) => size * (length ?? 1), 1);
}

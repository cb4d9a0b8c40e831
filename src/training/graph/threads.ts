import { availableParallelism } from "node:os";
import type { Layer, LayersModel } from "../../tensorflow.ts";

/**
 * From so many operations on, multiplications and additions, two threads compute a layer's product or convolution sooner than one; below,
 * waking the other takes longer than it saves (bench/training/threads.mjs). What comes with a product is large too, the optimizer's update
 * most of all; what comes with a convolution, such as pooling, is not.
 */
const worthwhile = { product: 30e6, convolution: 50e6 };

type Shape = readonly (number | null)[];

/** How many threads one operation may use while a model trains on batches of a size. */
export function threadsFor(model: LayersModel, batchSize: number): number {
  const largest = Math.max(0, ...model.layers.map(worthOf)) * batchSize;
  return largest < 1 ? 1 : Math.min(2, availableParallelism());
}

/** The operations of a layer's largest product for one sample, as a share of what is worthwhile. */
function worthOf(layer: Layer): number {
  const { layers } = layer as { layers?: readonly Layer[] };
  if (layers !== undefined) return Math.max(0, ...layers.map(worthOf));
  // It looks its weights up and multiplies nothing.
  if (layer.getClassName() === "Embedding") return 0;
  const places = placesOf(layer);
  return Math.max(0, ...layer.weights.map(({ shape }) => (2 * places * productOf(shape)) / boundOf(shape)));
}

/** The weights of a convolution have axes for its window beside those for the channels. */
function boundOf({ length }: Shape): number {
  return length > 2 ? worthwhile.convolution : worthwhile.product;
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

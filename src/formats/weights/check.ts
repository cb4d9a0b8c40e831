import { ModelFileError } from "../errors.ts";
import { formatShape, formatWeights, sameShape } from "../shapes.ts";
import type { LayerSpec, WeightArray, WeightSpec } from "../types.ts";

/**
 * Compares what a layer expects with what a file holds for it.
 *
 * @param place the file and where in it, for messages
 * @throws ModelFileError naming the layer, the weight, the expected and the found shape
 */
export function checkWeights(layer: LayerSpec, found: readonly WeightArray[], place: string): void {
  const expected = layer.weights;
  if (expected === undefined) {
    return;
  }
  if (found.length !== expected.length) {
    throw countMismatch(layer, expected, found, place);
  }
  for (const [index, weight] of expected.entries()) {
    const { shape } = found[index] as WeightArray;
    if (weight.shape !== undefined && !sameShape(weight.shape, shape)) {
      throw new ModelFileError(
        "shape-mismatch",
        `${place}: layer '${layer.layerName}' (${layer.className}) expects weight '${weight.name}' of shape ${formatShape(weight.shape)}, ` +
          `but the file holds ${formatShape(shape)}. Build the model with the sizes that it was saved with.`,
      );
    }
  }
}

function countMismatch(
  layer: LayerSpec,
  expected: readonly WeightSpec[],
  found: readonly WeightArray[],
  place: string,
): ModelFileError {
  const held = found.length === 0 ? "none" : `${found.length} (${formatWeights(found)})`;
  return new ModelFileError(
    found.length < expected.length ? "missing-weights" : "unexpected-weights",
    `${place}: layer '${layer.layerName}' (${layer.className}) expects ${expected.length} weights ` +
      `(${formatWeights(expected)}), but the file holds ${held}. Load them into the model that they were saved from.`,
  );
}

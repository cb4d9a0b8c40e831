import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";
import { type Layer, type LayersModel, type Tensor, tf, type Variable } from "../tensorflow.ts";

/** A model's weight, where it sits. */
export interface PlacedWeight {
  layer: Layer;
  variable: Variable;
  /** What the layer calls it: `kernel`, `bias`. */
  name: string;
}

/** A model's weights layer by layer, in each those that train first: the order of Keras's `model.weights`. */
export function placedWeights(model: LayersModel | Layer): PlacedWeight[] {
  const { layers } = model as { layers?: Layer[] };
  if (layers !== undefined) return layers.flatMap(placedWeights);
  return model.weights.map((weight) => ({
    layer: model,
    variable: weight.read() as Variable,
    name: nameWithin(model, weight.originalName),
  }));
}

/** `kernel` of `dense/kernel`, `query/kernel` of `attention/query/kernel`. */
function nameWithin({ name }: LayersModel | Layer, weight: string): string {
  return weight.startsWith(`${name}/`) ? weight.slice(name.length + 1) : weight.split("/").at(-1)!;
}

/** Copies of a model's weights. */
export function getWeights(model: LayersModel): NDArray<"float32">[] {
  return placedWeights(model).map(
    ({ variable }) => new NDArray(Float32Array.from(variable.dataSync()), variable.shape, "float32"),
  );
}

/**
 * Puts weights into a model.
 *
 * @throws RangeError when their number or a shape differs
 */
export function setWeights(model: LayersModel, weights: readonly (NDArray | Tensor)[]): void {
  const places = placedWeights(model);
  if (weights.length !== places.length) {
    throw new RangeError(`model "${model.name}" has ${places.length} weights, got ${weights.length}`);
  }
  for (const [i, { layer, variable, name }] of places.entries()) {
    const { shape } = weights[i]!;
    if (formatShape(shape) === formatShape(variable.shape)) continue;
    throw new RangeError(
      `${name} of layer "${layer.name}" has the shape ${formatShape(variable.shape)}, got ${formatShape(shape)}`,
    );
  }
  tf.tidy(() => {
    for (const [i, { variable }] of places.entries()) {
      const weight = weights[i]!;
      variable.assign(
        weight instanceof tf.Tensor
          ? tf.cast(weight, "float32")
          : tf.tensor(Float32Array.from(weight.data), variable.shape, "float32"),
      );
    }
  });
}

import { type Layer, tf } from "../tensorflow.ts";

/** What every model has, so that models in fields are known without an import in a circle. */
export const marker: unique symbol = Symbol.for("toile.model") as never;

/** The layers in an object's public fields, in lists too, in the order in which Keras tracks attributes. */
export function layersIn(owner: object): Layer[] {
  return [...new Set(Object.values(owner).flatMap(found))];
}

function found(value: unknown): Layer[] {
  if (value instanceof tf.layers.Layer) return [value];
  if (Array.isArray(value)) return value.flatMap(found);
  return isModel(value) ? value.layers : [];
}

function isModel(value: unknown): value is { layers: Layer[] } {
  return typeof value === "object" && value !== null && marker in value;
}

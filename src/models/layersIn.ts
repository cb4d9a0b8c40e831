import { type Layer, type LayersModel, tf } from "../tensorflow.ts";
import type { Computed } from "./subclassed.ts";

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

/** True for a model of this library, also one of a user's own class that is not built by itself. */
export function isModel(
  value: unknown,
): value is Computed & { layers: Layer[]; built: boolean; tfjs: LayersModel } {
  return typeof value === "object" && value !== null && marker in value;
}

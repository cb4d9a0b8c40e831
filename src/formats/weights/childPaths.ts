import { toSnakeCase, uniqueNames } from "../names.ts";
import type { LayerSpec } from "../types.ts";

/**
 * Where Keras 3 keeps the layers of a model: under `layers` in groups that are named after the classes, not the
 * layers; a Sequential does not count its input. Keras walks over a subclassed model's attributes by name, `layers`
 * being one of them, so that attributes before it in the alphabet keep their own names.
 *
 * @param path the model's group, "" for the file's root
 * @see keras/src/saving/saving_lib.py, _walk_saveable and _save_container_state
 */
export function childPaths(model: LayerSpec, path: string): [LayerSpec, string][] {
  const { className, layers: all = [] } = model;
  const layers = all.filter((layer) => !(className === "Sequential" && layer.className === "InputLayer"));
  const names = uniqueNames(layers.map((layer) => toSnakeCase(layer.className)));
  const hasGraph = className === "Sequential" || className === "Functional";
  const inLists = hasGraph ? new Map<LayerSpec, string>() : listPaths(layers);
  return layers.map((layer, index) => {
    const own = hasGraph ? undefined : (inLists.get(layer) ?? layer.attribute);
    const place =
      own !== undefined && own < "layers" && !own.startsWith("_") ? own : `layers/${names[index]}`;
    return [layer, `${path}/${place}`];
  });
}

/** The places of the layers that a model keeps in lists: "blocks[]" is "blocks/dense", "blocks/dense_1", ... */
function listPaths(layers: readonly LayerSpec[]): Map<LayerSpec, string> {
  const members = layers.filter((layer) => layer.attribute?.endsWith("[]"));
  const places = members.map((layer) => `${layer.attribute?.slice(0, -2)}/${toSnakeCase(layer.className)}`);
  const unique = uniqueNames(places);
  return new Map(members.map((layer, index) => [layer, unique[index] as string]));
}

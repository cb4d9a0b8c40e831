import { ModelFileError } from "../errors.ts";
import type { Hdf5Reader } from "../hdf5/reader.ts";
import type { Hdf5Writer } from "../hdf5/writer.ts";
import { uniqueNames } from "../names.ts";
import type { LayerSpec, LayerWeights, OptimizerWeights, WeightArray } from "../types.ts";
import { KERAS_VERSION } from "../version.ts";
import { checkWeights } from "./check.ts";
import { flattenWeights } from "./flatten.ts";
import { withWeights } from "./withWeights.ts";

const TOP_LEVEL = "top_level_model_weights";

/**
 * Writes weights in the layout of Keras 2's `.h5` files: `layer_names`, and in each layer's group `weight_names`.
 * Keras 3 loads a name that does not end in `.weights.h5` this way.
 *
 * @param root the group: "/" in a file of weights, "/model_weights" in a whole model
 * @see keras/src/legacy/saving/legacy_h5_format.py, save_weights_to_hdf5_group
 */
export function writeLegacyWeights(file: Hdf5Writer, root: string, model: LayerWeights): void {
  const base = root === "/" ? "" : root;
  const layers = legacyLayers(model);
  checkLayerNames(layers);
  file.group(root);
  file.names(
    root,
    "layer_names",
    layers.map((layer) => layer.layerName),
  );
  file.text(root, "backend", "tensorflow");
  file.text(root, "keras_version", KERAS_VERSION);
  for (const layer of layers) {
    writeLayerGroup(file, `${base}/${layer.layerName}`, layer);
  }
  writeLayerGroup(file, `${base}/${TOP_LEVEL}`, { ...model, layers: [] });
}

/** Keras's `model.layers`, which leaves out a Sequential's input. */
function legacyLayers<L extends LayerSpec>(model: { className: string; layers?: readonly L[] }): L[] {
  const isSequential = model.className === "Sequential";
  return (model.layers ?? []).filter((layer) => !(isSequential && layer.className === "InputLayer"));
}

function checkLayerNames(layers: readonly LayerSpec[]): void {
  const seen = new Set<string>();
  for (const { layerName } of layers) {
    if (layerName.includes("/") || layerName === "" || layerName === "." || seen.has(layerName)) {
      const why = seen.has(layerName) ? "two layers have it" : "an HDF5 group cannot be called so";
      throw new ModelFileError(
        "unsupported",
        `The layer name '${layerName}' cannot be saved: ${why}. Give the layer another name.`,
      );
    }
    seen.add(layerName);
  }
}

function writeLayerGroup(file: Hdf5Writer, path: string, layer: LayerWeights): void {
  const flat = flattenWeights(layer);
  const paths = flat.map(({ layer: owner, weight }) =>
    owner === layer
      ? `${layer.layerName}/${weight.name}`
      : `${layer.layerName}/${owner.layerName}/${weight.name}`,
  );
  // Readers go by order; two layers of one name in different models inside this one must not collide.
  const names = uniqueNames(paths);
  file.group(path);
  file.names(path, "weight_names", names);
  for (const [index, entry] of flat.entries()) {
    file.array(`${path}/${names[index]}`, entry.weight as WeightArray);
  }
}

/** Writes the optimizer's variables as whole-model `.h5` files keep them. */
export function writeLegacyOptimizer(file: Hdf5Writer, optimizer: OptimizerWeights): void {
  const names = uniqueNames(optimizer.weights.map((weight) => `${optimizer.name}/${weight.name}`));
  file.group("/optimizer_weights");
  file.names("/optimizer_weights", "weight_names", names);
  for (const [index, weight] of optimizer.weights.entries()) {
    file.array(`/optimizer_weights/${names[index]}`, weight);
  }
}

/** Reads the optimizer's variables, or undefined if there are none. */
export function readLegacyOptimizer(file: Hdf5Reader): OptimizerWeights | undefined {
  const names = file.names("/optimizer_weights", "weight_names");
  if (names === undefined) {
    return undefined;
  }
  const weights = names.map((name) => ({
    name: name.slice(name.indexOf("/") + 1),
    ...file.array(`/optimizer_weights/${name}`),
  }));
  return { name: names[0]?.split("/")[0] ?? "optimizer", weights };
}

/**
 * Reads weights from the layout of Keras 2, layer by layer in order, as Keras does: names need not agree.
 *
 * @throws ModelFileError if the number of layers, of weights, or a shape differs
 */
export function readLegacyWeights(file: Hdf5Reader, root: string, model: LayerSpec): LayerWeights {
  const base = root === "/" ? "" : root;
  const stored = new Map(storedLayers(file, base, root));
  const expected = legacyLayers(model).filter((layer) =>
    isOpen(layer) ? stored.has(layer.layerName) : flattenWeights(layer).length > 0,
  );
  if (expected.length !== stored.size) {
    throw layerCountMismatch(file.source, expected, [...stored.keys()]);
  }
  const found = new Map(
    [...stored.values()].map((weights, index) => [expected[index] as LayerSpec, weights] as const),
  );
  const { layerName, className } = model;
  const layers = (model.layers ?? []).map((layer) => distribute(layer, found.get(layer) ?? [], file.source));
  const own = readLayerGroup(file, `${base}/${TOP_LEVEL}`);
  checkWeights({ layerName, className, weights: model.weights ?? [] }, own, file.source);
  return withWeights(model, own, layers);
}

/** A layer of which only the file knows how many weights it has. */
function isOpen(layer: LayerSpec): boolean {
  return layer.weights === undefined && layer.layers === undefined;
}

function storedLayers(file: Hdf5Reader, base: string, root: string): [string, WeightArray[]][] {
  const names = file.names(root, "layer_names") ?? [];
  return names
    .map((name): [string, WeightArray[]] => [name, readLayerGroup(file, `${base}/${name}`)])
    .filter(([, weights]) => weights.length > 0);
}

function readLayerGroup(file: Hdf5Reader, path: string): WeightArray[] {
  return (file.names(path, "weight_names") ?? []).map((name) => ({
    name: (name.split("/").at(-1) as string).replace(/:\d+$/, ""),
    ...file.array(`${path}/${name}`),
  }));
}

/** Gives the flat list of a file back to the layers of a nested model. */
function distribute(layer: LayerSpec, found: readonly WeightArray[], source: string): LayerWeights {
  const flat = flattenWeights(layer);
  if (layer.weights !== undefined || layer.layers !== undefined) {
    checkWeights({ ...layer, weights: flat.map((entry) => entry.weight) }, found, source);
  }
  const build = (spec: LayerSpec): LayerWeights => {
    const weights = isOpen(spec)
      ? [...found]
      : (spec.weights ?? []).map((weight, index) => {
          const at = flat.findIndex((entry) => entry.layer === spec && entry.index === index);
          const { shape, dtype, data } = found[at] as WeightArray;
          return { ...weight, shape, dtype, data };
        });
    return withWeights(spec, weights, spec.layers?.map(build));
  };
  return build(layer);
}

function layerCountMismatch(
  source: string,
  expected: readonly LayerSpec[],
  found: readonly string[],
): ModelFileError {
  const quoted = (names: readonly string[]) =>
    names.length === 0 ? "none" : names.map((name) => `'${name}'`).join(", ");
  return new ModelFileError(
    found.length < expected.length ? "missing-weights" : "unexpected-weights",
    `${source} holds weights of ${found.length} layers (${quoted(found)}), but this model has ${expected.length} layers with weights ` +
      `(${quoted(expected.map((layer) => layer.layerName))}). Load them into the model that they were saved from.`,
  );
}

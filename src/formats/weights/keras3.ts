import { LAYER_RULES } from "../config/layerRules.ts";
import { ModelFileError } from "../errors.ts";
import type { Hdf5Reader } from "../hdf5/reader.ts";
import type { Hdf5Writer } from "../hdf5/writer.ts";
import type { LayerSpec, LayerWeights, OptimizerWeights, WeightArray, WeightSpec } from "../types.ts";
import { checkWeights } from "./check.ts";
import { childPaths } from "./childPaths.ts";
import { withWeights } from "./withWeights.ts";

const OPTIMIZER = "/optimizer/vars";

/**
 * Writes weights in the layout of Keras 3's `.weights.h5`: /layers/dense/vars/0, ..., /optimizer/vars/0, ...
 *
 * @see keras/src/saving/saving_lib.py, _save_state
 */
export function writeKeras3Weights(
  file: Hdf5Writer,
  model: LayerWeights,
  optimizer?: OptimizerWeights,
): void {
  writeLayer(file, "", model);
  if (optimizer !== undefined) {
    writeVariables(file, OPTIMIZER, optimizer.name, optimizer.weights);
  }
}

function writeLayer(file: Hdf5Writer, path: string, layer: LayerWeights): void {
  const parts = LAYER_RULES[layer.className]?.parts ?? [];
  writeVariables(file, `${path}/vars`, layer.layerName, parts.length === 0 ? layer.weights : []);
  const each = layer.weights.length / parts.length;
  for (const [i, [attribute, name]] of parts.entries()) {
    writeVariables(file, `${path}/${attribute}/vars`, name, layer.weights.slice(i * each, (i + 1) * each));
  }
  for (const [child, childPath] of childPaths(layer, path)) {
    writeLayer(file, childPath, child as LayerWeights);
  }
}

function writeVariables(file: Hdf5Writer, path: string, name: string, weights: readonly WeightArray[]): void {
  file.group(path);
  file.text(path, "name", name);
  for (const [index, weight] of weights.entries()) {
    file.array(`${path}/${index}`, weight);
  }
}

/**
 * Reads weights from Keras 3's layout.
 *
 * @param model what the model expects
 * @throws ModelFileError if weights are missing, left over, or of other shapes
 */
export function readKeras3Weights(file: Hdf5Reader, model: LayerSpec): LayerWeights {
  const visited = new Set<string>([OPTIMIZER]);
  const weights = readLayer(file, "", model, visited);
  // Beside /layers a file may hold the state of metrics and of random generators, which no prediction needs.
  const left = variableGroups(file, "/layers").filter((path) => !visited.has(path));
  if (left.length > 0) {
    throw new ModelFileError(
      "unexpected-weights",
      `${file.source} holds weights at ${left.join(", ")}, for which this model has no layer. Load them into the model that they were saved from.`,
    );
  }
  return weights;
}

function readLayer(file: Hdf5Reader, path: string, layer: LayerSpec, visited: Set<string>): LayerWeights {
  const parts = LAYER_RULES[layer.className]?.parts?.map(([attribute]) => `${attribute}/vars`) ?? ["vars"];
  const groups = parts.map((part) => `${path}/${part}`);
  for (const group of groups) visited.add(group);
  const each = (layer.weights?.length ?? 0) / groups.length;
  const weights = groups.flatMap((group, i) =>
    readVariables(file, group, layer.weights?.slice(i * each, (i + 1) * each)),
  );
  checkWeights(layer, weights, `${file.source}, ${groups.join(", ")}`);
  const layers = childPaths(layer, path).map(([child, at]) => readLayer(file, at, child, visited));
  return withWeights(layer, weights, layer.layers === undefined ? undefined : layers);
}

function readVariables(file: Hdf5Reader, path: string, specs: readonly WeightSpec[] = []): WeightArray[] {
  const count = file.keys(path).length;
  return Array.from({ length: count }, (_, index) => ({
    ...traits(specs[index], `variable_${index}`),
    ...file.array(`${path}/${index}`),
  }));
}

function traits(spec: WeightSpec | undefined, name: string): WeightSpec {
  return spec?.trainable === undefined
    ? { name: spec?.name ?? name }
    : { name: spec.name, trainable: spec.trainable };
}

/** The groups that hold variables. */
function variableGroups(file: Hdf5Reader, path: string): string[] {
  return file.keys(path).flatMap((key) => {
    const at = `${path}/${key}`;
    if (key === "vars") {
      return file.keys(at).length > 0 ? [at] : [];
    }
    return key === "seed_generator" ? [] : variableGroups(file, at);
  });
}

/** Reads the optimizer's variables, or undefined if the model was saved without. */
export function readKeras3Optimizer(file: Hdf5Reader): OptimizerWeights | undefined {
  if (!file.has(OPTIMIZER)) {
    return undefined;
  }
  return { name: file.text(OPTIMIZER, "name") ?? "optimizer", weights: readVariables(file, OPTIMIZER) };
}

import { tensorLeaves } from "../../formats/config/models.ts";
import {
  fromTfjsName,
  type Json,
  type JsonObject,
  type KerasConfig,
  type LayerSpec,
  type LayerWeights,
  type OptimizerWeights,
  type SavedModel,
  toKerasConfig,
  type WeightArray,
} from "../../formats/index.ts";
import { TfjsOptimizerAdapter } from "../../optimizers/tfjsOptimizer.ts";
import type { Layer, LayersModel, Variable } from "../../tensorflow.ts";
import type { Compiled } from "../compiled.ts";
import { givenEnds } from "../ends.ts";
import { placedWeights } from "../weights.ts";
import { toCompileConfig } from "./compileConfig.ts";
import { callLayer, innerLayers } from "./innerLayers.ts";
import { ownClassName, ownConfig } from "./ownClasses.ts";
import { ownModelConfig } from "./ownModel.ts";

/** A model as files hold it: configuration, weights and, where it is compiled, the state of its training. */
export function describeModel(model: LayersModel, compiled: Compiled | undefined): SavedModel {
  const compileConfig = compiled && toCompileConfig(compiled);
  const optimizer = compileConfig && compiled ? optimizerWeights(compiled) : undefined;
  return {
    config: describeConfig(model),
    weights: describeWeights(model),
    ...(compileConfig && { compileConfig }),
    ...(optimizer && { optimizer }),
    metadata: {},
  };
}

/** The model's configuration as Keras 3 has it. @throws ModelFileError for a layer that Keras does not have */
export function describeConfig(model: LayersModel): KerasConfig {
  const own = callLayer(model);
  if (own !== undefined) return ownModelConfig(own.owner, model.inputs[0]!.shape);
  const ownLayers = new Map(leafLayers(model).flatMap(ownLayer));
  const config = model.toJSON(null, false) as unknown as KerasConfig;
  const described = toKerasConfig(config, {
    outputShapes: outputShapes(model),
    customObjects: [...ownLayers.values()].map(({ className }) => className),
    customSettings: (name) => ownLayers.get(name)?.settings,
  });
  const { inputs, outputs } = givenEnds(model);
  const { input_layers: from, output_layers: to } = described.config;
  const names = {
    ...(inputs && { input_layers: byName(inputs, from) }),
    ...(outputs && { output_layers: byName(outputs, to) }),
  };
  return { ...described, config: { ...described.config, ...names } };
}

/** Keras's form of ends that have names of their own. */
function byName(names: readonly string[], ends: Json | undefined): JsonObject {
  const leaves = tensorLeaves(ends);
  return Object.fromEntries(names.map((name, i) => [name, leaves[i]!]));
}

/** A layer of a user's own class, by its name. */
function ownLayer(layer: Layer): [string, { className: string; settings: JsonObject }][] {
  const className = ownClassName(layer);
  if (className === undefined) return [];
  const settings = ownConfig(() => layer.getConfig(), `Layer '${layer.name}' (${className})`);
  return [[layer.name, { className, settings }]];
}

function leafLayers(layer: LayersModel | Layer): Layer[] {
  return innerLayers(layer)?.flatMap((inner) => leafLayers(inner.layer)) ?? [layer as Layer];
}

/** The optimizer's state; undefined for one of `tf.train`. */
export function optimizerWeights({ optimizer }: Compiled): OptimizerWeights | undefined {
  if (optimizer instanceof TfjsOptimizerAdapter) return undefined;
  return { name: optimizer.name, weights: optimizer.getWeights() };
}

/** What the model expects of a file of weights. */
export function weightSpec(layer: LayersModel | Layer): LayerSpec {
  return describe(layer, false);
}

/** The model's weights, layer by layer. */
export function describeWeights(layer: LayersModel | Layer): LayerWeights {
  return describe(layer, true) as LayerWeights;
}

function kerasClass(layer: LayersModel | Layer): string {
  const className = layer.getClassName();
  return className === "Model" ? "Functional" : className;
}

function describe(layer: LayersModel | Layer, withValues: boolean): LayerSpec {
  const className = callLayer(layer)?.owner.constructor.name ?? kerasClass(layer);
  const layerName = fromTfjsName(layer.name);
  const inner = innerLayers(layer)?.map(({ layer, attribute }) => ({
    ...describe(layer, withValues),
    ...(attribute !== undefined && { attribute }),
  }));
  if (inner !== undefined) return { layerName, className, weights: [], layers: inner };
  const weights = placedWeights(layer).map(({ variable, name }) => ({
    name,
    shape: variable.shape,
    trainable: variable.trainable,
    ...(withValues && valuesOf(variable)),
  }));
  return { layerName, className, weights };
}

function valuesOf(variable: Variable): Pick<WeightArray, "dtype" | "data"> {
  return variable.dtype === "int32"
    ? { dtype: "int32", data: Int32Array.from(variable.dataSync()) }
    : { dtype: "float32", data: Float32Array.from(variable.dataSync()) };
}

function outputShapes(model: LayersModel): Record<string, (number | null)[]> {
  const entries = model.layers.flatMap((layer): [string, (number | null)[]][] => [
    ...Object.entries("layers" in layer ? outputShapes(layer as LayersModel) : {}),
    [layer.name, layer.outputShape as (number | null)[]],
  ]);
  return Object.fromEntries(entries);
}

import {
  fromTfjsName,
  type KerasConfig,
  type LayerSpec,
  type LayerWeights,
  type OptimizerWeights,
  type SavedModel,
  toKerasConfig,
} from "../../formats/index.ts";
import { CallLayer } from "../../models/subclassed.ts";
import { TfjsOptimizerAdapter } from "../../optimizers/tfjsOptimizer.ts";
import type { Layer, LayersModel } from "../../tensorflow.ts";
import type { Compiled } from "../compiled.ts";
import { placedWeights } from "../weights.ts";
import { toCompileConfig } from "./compileConfig.ts";

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
  const config = model.toJSON(null, false) as unknown as KerasConfig;
  return toKerasConfig(config, { outputShapes: outputShapes(model) });
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

/** The layers of a model, those in the fields of a user's class too; undefined for a layer that is no model. */
export function innerLayers(layer: LayersModel | Layer): readonly Layer[] | undefined {
  const { layers } = layer as { layers?: readonly Layer[] };
  return layers?.find((inner) => inner instanceof CallLayer)?.layers ?? layers;
}

function describe(layer: LayersModel | Layer, withValues: boolean): LayerSpec {
  const { layers: outer } = layer as { layers?: readonly Layer[] };
  const subclass = outer?.find((inner) => inner instanceof CallLayer);
  if (subclass !== undefined) {
    const layers = subclass.layers.map((inner): LayerSpec => {
      const attribute = subclass.attributeOf(inner);
      return { ...describe(inner, withValues), ...(attribute !== undefined && { attribute }) };
    });
    return { layerName: fromTfjsName(layer.name), className: "Model", weights: [], layers };
  }
  const className = layer.getClassName() === "Model" ? "Functional" : layer.getClassName();
  const layerName = fromTfjsName(layer.name);
  const { layers } = layer as { layers?: Layer[] };
  if (layers !== undefined) {
    return { layerName, className, weights: [], layers: layers.map((inner) => describe(inner, withValues)) };
  }
  const weights = placedWeights(layer).map(({ variable, name }) => ({
    name,
    shape: variable.shape,
    trainable: variable.trainable,
    ...(withValues && { dtype: "float32" as const, data: Float32Array.from(variable.dataSync()) }),
  }));
  return { layerName, className, weights };
}

function outputShapes(model: LayersModel): Record<string, (number | null)[]> {
  const entries = model.layers.flatMap((layer): [string, (number | null)[]][] => [
    ...Object.entries("layers" in layer ? outputShapes(layer as LayersModel) : {}),
    [layer.name, layer.outputShape as (number | null)[]],
  ]);
  return Object.fromEntries(entries);
}

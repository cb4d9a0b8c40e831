import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject } from "../types.ts";
import { isObject } from "./objects.ts";

/** Where a tensor of a functional model comes from: a layer, its call, and the output of that call. */
export interface TensorSource {
  layer: string;
  call: number;
  output: number;
}

/** One call of a layer on the outputs of others. */
export type Call = TensorSource[];

/** The calls of a layer, counted from 0 within the model. */
export function readCalls(
  nodes: Json | undefined,
  layerName: string,
  isModel: (layer: string) => boolean,
  callSettings: readonly string[] = [],
): Call[] {
  return (Array.isArray(nodes) ? nodes : []).map((node) =>
    Array.isArray(node)
      ? readListCall(node, layerName, isModel, callSettings)
      : readKeras3Call(node as JsonObject, layerName, callSettings),
  );
}

/** What a layer's first call was told beside its tensors, of what a model keeps: Keras 3 in `kwargs`, tfjs behind each tensor. */
export function readCallSettings(nodes: Json | undefined, callSettings: readonly string[]): JsonObject {
  const [node] = Array.isArray(nodes) ? nodes : [];
  const told = Array.isArray(node) ? (node as Json[][])[0]?.[3] : isObject(node) ? node.kwargs : undefined;
  const entries = Object.entries(isObject(told) ? told : {});
  return Object.fromEntries(entries.filter(([key]) => callSettings.includes(key)));
}

/** The tensors of an attention that is called by name, in the order in which it is called otherwise. */
const NAMED_TENSORS = ["inputs", "query", "value", "key"];

/** Keras 2 and tfjs: `[["dense", 0, 0, {}], ...]`; the calls of a nested model count from 1. */
function readListCall(
  node: Json[],
  layerName: string,
  isModel: (layer: string) => boolean,
  callSettings: readonly string[],
): Call {
  const entries = (typeof node[0] === "string" ? [node] : node) as Json[][];
  return entries.map(([layer, call, output, settings]) => {
    const other = Object.entries(isObject(settings) ? settings : {});
    checkArguments(Object.fromEntries(other.filter(([key]) => !callSettings.includes(key))), layerName);
    const source = String(layer);
    return { layer: source, call: Number(call) - (isModel(source) ? 1 : 0), output: Number(output) };
  });
}

/** Keras 3: `{ args: [tensor] | [[tensor, tensor]], kwargs }`. */
function readKeras3Call(node: JsonObject, layerName: string, callSettings: readonly string[]): Call {
  const named = isObject(node.kwargs) ? node.kwargs : {};
  const other = Object.entries(named).filter(([key]) => !isTensor(named[key]) && !callSettings.includes(key));
  checkArguments(Object.fromEntries(other), layerName);
  const tensors = NAMED_TENSORS.map((key) => named[key]).filter((value) => isTensor(value)) as Json[];
  return [...((node.args ?? []) as Json[]).flat(), ...tensors].map((argument) => {
    if (!isObject(argument) || argument.class_name !== "__keras_tensor__") {
      throw new ModelFileError(
        "unsupported",
        `Layer '${layerName}' is called with the constant ${JSON.stringify(argument)}; only calls on outputs of other layers can be converted.`,
      );
    }
    const [layer, call, output] = (argument.config as JsonObject).keras_history as Json[];
    return { layer: String(layer), call: Number(call), output: Number(output) };
  });
}

function isTensor(value: Json | undefined): boolean {
  return isObject(value) && value.class_name === "__keras_tensor__";
}

/** `training` changes no prediction: a model that predicts says itself that it does not train. */
function checkArguments(settings: Json | undefined, layerName: string): void {
  const set = Object.entries(isObject(settings) ? settings : {}).find(
    ([key, value]) => key !== "training" && value !== null && value !== false,
  );
  if (set !== undefined) {
    throw new ModelFileError(
      "unsupported",
      `Layer '${layerName}' is called with the argument ${set[0]} = ${JSON.stringify(set[1])}; only calls on outputs of other layers can be converted.`,
    );
  }
}

/** tfjs's form of a layer's calls. */
export function tfjsNodes(
  calls: readonly Call[],
  isModel: (layer: string) => boolean,
  told: JsonObject = {},
): Json {
  return calls.map((call) =>
    call.map(({ layer, call: index, output }) => [layer, index + (isModel(layer) ? 1 : 0), output, told]),
  );
}

/** Keras 3's form of a layer's calls. */
export function keras3Nodes(
  calls: readonly Call[],
  shapeOf: (source: TensorSource) => Json,
  takes: "list" | "apart" | undefined,
  told: JsonObject = {},
): Json {
  return calls.map((call) => {
    const tensors = call.map((source) => ({
      class_name: "__keras_tensor__",
      config: {
        shape: shapeOf(source),
        dtype: "float32",
        keras_history: [source.layer, source.call, source.output],
      },
    }));
    const inList = takes === "list" || (takes === undefined && tensors.length > 1);
    return { args: inList ? [tensors] : tensors, kwargs: told };
  });
}

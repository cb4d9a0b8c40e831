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
): Call[] {
  return (Array.isArray(nodes) ? nodes : []).map((node) =>
    Array.isArray(node)
      ? readListCall(node, layerName, isModel)
      : readKeras3Call(node as JsonObject, layerName),
  );
}

/** Keras 2 and tfjs: `[["dense", 0, 0, {}], ...]`; the calls of a nested model count from 1. */
function readListCall(node: Json[], layerName: string, isModel: (layer: string) => boolean): Call {
  const entries = (typeof node[0] === "string" ? [node] : node) as Json[][];
  return entries.map(([layer, call, output, settings]) => {
    checkArguments(settings, layerName);
    const source = String(layer);
    return { layer: source, call: Number(call) - (isModel(source) ? 1 : 0), output: Number(output) };
  });
}

/** Keras 3: `{ args: [tensor] | [[tensor, tensor]], kwargs }`. */
function readKeras3Call(node: JsonObject, layerName: string): Call {
  checkArguments(node.kwargs, layerName);
  return ((node.args ?? []) as Json[]).flat().map((argument) => {
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

function checkArguments(settings: Json | undefined, layerName: string): void {
  const set = Object.entries(isObject(settings) ? settings : {}).find(
    ([, value]) => value !== null && value !== false,
  );
  if (set !== undefined) {
    throw new ModelFileError(
      "unsupported",
      `Layer '${layerName}' is called with the argument ${set[0]} = ${JSON.stringify(set[1])}; only calls on outputs of other layers can be converted.`,
    );
  }
}

/** tfjs's form of a layer's calls. */
export function tfjsNodes(calls: readonly Call[], isModel: (layer: string) => boolean): Json {
  return calls.map((call) =>
    call.map(({ layer, call: index, output }) => [layer, index + (isModel(layer) ? 1 : 0), output, {}]),
  );
}

/** Keras 3's form of a layer's calls. */
export function keras3Nodes(
  calls: readonly Call[],
  shapeOf: (source: TensorSource) => Json,
  takesList: boolean,
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
    return { args: takesList || tensors.length > 1 ? [tensors] : tensors, kwargs: {} };
  });
}

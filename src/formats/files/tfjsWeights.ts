import { fromTfjsName, toTfjsName } from "../config/rename.ts";
import { bytesPerElement, fromBytes } from "../dtypes.ts";
import { ModelFileError } from "../errors.ts";
import { elementCount } from "../shapes.ts";
import type { JsonObject, LayerSpec, LayerWeights, WeightArray, WeightDtype } from "../types.ts";
import { checkWeights } from "../weights/check.ts";
import { withWeights } from "../weights/withWeights.ts";

/** Lays weights end to end and describes them by tfjs's names, "layer/weight". */
export function packTfjsWeights(model: LayerWeights): { bytes: Uint8Array; specs: JsonObject[] } {
  const named = namedWeights(model);
  const seen = new Set<string>();
  for (const { name, dtype } of named) {
    if (seen.has(name)) {
      throw new ModelFileError(
        "unsupported",
        `Two weights are called '${name}'; TensorFlow.js tells them apart by name. Rename a layer.`,
      );
    }
    if (dtype !== "float32" && dtype !== "int32") {
      throw new ModelFileError(
        "unsupported",
        `Weight '${name}' is ${dtype}; TensorFlow.js has float32 and int32.`,
      );
    }
    seen.add(name);
  }
  const parts = named.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  const specs = named.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype }));
  return { bytes: Buffer.concat(parts), specs };
}

function namedWeights(layer: LayerWeights): WeightArray[] {
  const own = layer.weights.map((weight) => ({
    ...weight,
    name: `${toTfjsName(layer.layerName)}/${weight.name}`,
  }));
  return [...own, ...(layer.layers ?? []).flatMap(namedWeights)];
}

/** Cuts the bytes of one group of the manifest into its weights. */
export function unpackTfjsWeights(
  specs: readonly JsonObject[],
  bytes: Uint8Array,
  source: string,
): WeightArray[] {
  let offset = 0;
  const weights = specs.map((spec) => {
    const { name, shape, dtype, quantization } = spec as {
      name: string;
      shape: number[];
      dtype: WeightDtype;
      quantization?: object;
    };
    if (quantization !== undefined || (dtype !== "float32" && dtype !== "int32")) {
      const kind = quantization === undefined ? dtype : "quantized";
      throw new ModelFileError(
        "unsupported",
        `${source}: weight '${name}' is ${kind}; float32 and int32 can be read. Load it with tf.loadLayersModel.`,
      );
    }
    const end = offset + elementCount(shape) * bytesPerElement(dtype);
    if (end > bytes.byteLength) {
      throw new ModelFileError(
        "cut",
        `${source}: its weights are cut off: '${name}' ends at byte ${end}, the files hold ${bytes.byteLength}.`,
      );
    }
    const data = fromBytes(bytes.subarray(offset, end), dtype);
    offset = end;
    return { name, shape, dtype, data };
  });
  if (offset !== bytes.byteLength) {
    throw new ModelFileError(
      "unexpected-weights",
      `${source} describes ${offset} bytes of weights, but the files hold ${bytes.byteLength}.`,
    );
  }
  return weights;
}

/** Gives named weights to the layers that own them. */
export function assignTfjsWeights(
  model: LayerSpec,
  stored: Map<string, WeightArray>,
  source: string,
): LayerWeights {
  const left = new Map(stored);
  const assign = (layer: LayerSpec): LayerWeights => {
    const weights = layer.layers === undefined ? takeWeights(layer, left) : [];
    checkWeights(layer, weights, source);
    return withWeights(layer, weights, layer.layers?.map(assign));
  };
  const weights = assign(model);
  if (left.size > 0) {
    throw new ModelFileError(
      "unexpected-weights",
      `${source} holds weights that no layer owns: ${[...left.keys()].join(", ")}.`,
    );
  }
  return weights;
}

/** A layer's weights by Keras's names where they are known, since tfjs lists frozen ones last. */
function takeWeights(layer: LayerSpec, left: Map<string, WeightArray>): WeightArray[] {
  const mine = [...left].filter(([name]) => ownerOf(name) === layer.layerName);
  const order = layer.weights?.map((weight) => weight.name) ?? [];
  const rank = (name: string) => order.indexOf(weightName(name));
  mine.sort(([a], [b]) => rank(a) - rank(b));
  return mine.map(([name, weight], index) => {
    left.delete(name);
    return { ...weight, ...layer.weights?.[index], name: weightName(name) };
  });
}

/** "dense" of "dense/kernel", and of "lstm/lstm_cell/kernel", as converted Keras models have it, "lstm". */
function ownerOf(name: string): string {
  const parts = name.split("/").slice(0, -1);
  const isCell = parts.length > 1 && /_cell(_\d+)?$/.test(parts.at(-1) as string);
  return fromTfjsName((isCell ? parts.at(-2) : parts.at(-1)) ?? "");
}

/** "kernel" of "dense/kernel". */
function weightName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

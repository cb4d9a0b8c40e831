import { LAYER_RULES } from "../config/layerRules.ts";
import { fromTfjsName, toTfjsName } from "../config/rename.ts";
import { bytesPerElement, fromBytes } from "../dtypes.ts";
import { ModelFileError } from "../errors.ts";
import { elementCount } from "../shapes.ts";
import type { JsonObject, LayerSpec, LayerWeights, WeightArray, WeightDtype } from "../types.ts";
import { checkWeights } from "../weights/check.ts";
import { withWeights } from "../weights/withWeights.ts";

/** Lays weights end to end and describes them by tfjs's names, "layer/weight". */
export function packTfjsWeights(model: LayerWeights): { bytes: Uint8Array; specs: JsonObject[] } {
  const named = namedWeights(model, toTfjsName(model.layerName));
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

function namedWeights(layer: LayerWeights, scope: string): WeightArray[] {
  const own = layer.weights.map((weight) => ({ ...weight, name: `${scope}/${weight.name}` }));
  const inner = (layer.layers ?? []).flatMap((child) =>
    namedWeights(child, scopeOf(child, layer, scope, toTfjsName)),
  );
  return [...own, ...inner];
}

/** What tfjs puts before the names of a layer's weights; a layer inside another has the outer one's name there too. */
function scopeOf(
  child: LayerSpec,
  parent: LayerSpec,
  scope: string,
  rename: (name: string) => string = (name) => name,
): string {
  const place = LAYER_RULES[parent.className]?.wraps?.find(({ attribute }) => attribute === child.attribute);
  if (place === undefined) return rename(child.layerName);
  return place.prefix === "" ? scope : `${scope}/${rename(child.layerName)}`;
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
  const assign = (layer: LayerSpec, scope: string): LayerWeights => {
    const weights = layer.layers === undefined ? takeWeights(layer, scope, left) : [];
    checkWeights(layer, weights, source);
    const inner = layer.layers?.map((child) => assign(child, scopeOf(child, layer, scope)));
    return withWeights(layer, weights, inner);
  };
  const weights = assign(model, model.layerName);
  if (left.size > 0) {
    throw new ModelFileError(
      "unexpected-weights",
      `${source} holds weights that no layer owns: ${[...left.keys()].join(", ")}.`,
    );
  }
  return weights;
}

/** A layer's weights by Keras's names where they are known, since tfjs lists frozen ones last. */
function takeWeights(layer: LayerSpec, scope: string, left: Map<string, WeightArray>): WeightArray[] {
  const names = new Set(layer.weights?.map(({ name }) => `${scope}/${name}`));
  const exact = [...left].filter(([name]) => ownerOf(name) === scope || names.has(decoded(name)));
  const mine = exact.length > 0 ? exact : [...left].filter(([name]) => ownerOf(name).endsWith(`/${scope}`));
  const order = layer.weights?.map((weight) => weight.name) ?? [];
  const inScope = (name: string) =>
    names.has(decoded(name)) ? decoded(name).slice(scope.length + 1) : weightName(name);
  const rank = (name: string) => order.indexOf(inScope(name));
  mine.sort(([a], [b]) => rank(a) - rank(b));
  return mine.map(([name, weight], index) => {
    left.delete(name);
    return { ...weight, ...layer.weights?.[index], name: inScope(name) };
  });
}

/** "dense" of "dense/kernel", and of "lstm/lstm_cell/kernel", as converted Keras models have it, "lstm". */
function ownerOf(name: string): string {
  const parts = name.split("/").slice(0, -1);
  const isCell = parts.length > 1 && /_cell(_\d+)?$/.test(parts.at(-1) as string);
  return (isCell ? parts.slice(0, -1) : parts).map(fromTfjsName).join("/");
}

/** A weight's name with its layers' names as they are. */
function decoded(name: string): string {
  return name.split("/").map(fromTfjsName).join("/");
}

/** "kernel" of "dense/kernel". */
function weightName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

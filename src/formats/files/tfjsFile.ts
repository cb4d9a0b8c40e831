import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { writeFileAtomic } from "../atomicWrite.ts";
import { type ConfigOptions, ownNames } from "../config/customObjects.ts";
import { fromLegacyConfig } from "../config/legacy.ts";
import { isModelConfig } from "../config/models.ts";
import { isObject } from "../config/objects.ts";
import { renameLayers, toTfjsName } from "../config/rename.ts";
import { toKerasConfig } from "../config/toKeras.ts";
import { toTfjsConfig } from "../config/toTfjs.ts";
import { ModelFileError } from "../errors.ts";
import type { Json, JsonObject, KerasConfig, SavedModel } from "../types.ts";
import { specFromConfig } from "../weights/specFromConfig.ts";
import { parseJson } from "./json.ts";
import { assignTfjsWeights, packTfjsWeights, unpackTfjsWeights } from "./tfjsWeights.ts";

const OWN_WEIGHTS = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Writes a TensorFlow.js layers model: model.json and beside it one file of weights, named after its content, so
 * that model.json never points at the weights of another save.
 *
 * @param file the path of model.json
 */
export async function saveTfjsFile(
  file: string,
  model: SavedModel,
  options: ConfigOptions = {},
): Promise<void> {
  const { bytes, specs } = packTfjsWeights(model.weights);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const weightsName = `weights-${digest}.bin`;
  const topology = {
    ...renameLayers(toTfjsConfig(model.config, withOwn(model.config, options)), toTfjsName),
    keras_version: "tfjs-layers 4.22.0",
    backend: "tensor_flow.js",
  };
  const json: JsonObject = {
    format: "layers-model",
    generatedBy: model.metadata.generatedBy ?? "toile",
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: [weightsName], weights: specs }],
  };
  if (model.compileConfig !== undefined) {
    // Not `trainingConfig`: tfjs would compile with it at once, and it does not know every Keras optimizer.
    json.userDefinedMetadata = { compileConfig: model.compileConfig };
  }
  const before = await ownWeights(file);
  await writeFileAtomic(path.join(path.dirname(file), weightsName), bytes);
  await writeFileAtomic(file, new TextEncoder().encode(JSON.stringify(json)));
  for (const name of before.filter((old) => old !== weightsName)) {
    await rm(path.join(path.dirname(file), name), { force: true });
  }
}

/** The weights files of our own that an earlier model.json in this place points at. */
async function ownWeights(file: string): Promise<string[]> {
  try {
    const json = JSON.parse(await readFile(file, "utf8")) as JsonObject;
    return manifestGroups(json, file).flatMap((group) =>
      group.paths.filter((name) => OWN_WEIGHTS.test(name)),
    );
  } catch {
    return [];
  }
}

/**
 * Reads a TensorFlow.js layers model from the bytes of model.json and the files beside it.
 *
 * @param file the path of model.json
 */
export async function loadTfjsFile(
  file: string,
  bytes: Uint8Array,
  options: ConfigOptions = {},
): Promise<SavedModel> {
  const json = parseJson(bytes, file);
  const config = readTopology(json, file, options);
  const stored = new Map<string, ReturnType<typeof unpackTfjsWeights>[number]>();
  for (const { paths, weights } of manifestGroups(json as JsonObject, file)) {
    const shards = await Promise.all(paths.map((name) => readShard(file, name)));
    for (const weight of unpackTfjsWeights(weights, Buffer.concat(shards), file)) {
      stored.set(weight.name, weight);
    }
  }
  const { userDefinedMetadata, generatedBy } = json as JsonObject;
  const compileConfig = isObject(userDefinedMetadata) ? userDefinedMetadata.compileConfig : undefined;
  return {
    config,
    ...(isObject(compileConfig) ? { compileConfig } : {}),
    weights: assignTfjsWeights(specFromConfig(config), stored, file),
    metadata: typeof generatedBy === "string" ? { generatedBy } : {},
  };
}

function readTopology(json: Json, file: string, options: ConfigOptions): KerasConfig {
  const { format, modelTopology } = isObject(json) ? json : ({} as JsonObject);
  if (format === "graph-model") {
    throw new ModelFileError(
      "not-a-model",
      `${file} holds a TensorFlow.js graph model, which has no layers. Load it with tf.loadGraphModel.`,
    );
  }
  const topology = isObject(modelTopology) ? (modelTopology.model_config ?? modelTopology) : undefined;
  if (!isModelConfig(topology)) {
    throw new ModelFileError(
      "not-a-model",
      `${file} is JSON but no TensorFlow.js layers model: it has no modelTopology.`,
    );
  }
  const { backend, keras_version: version = null } = isObject(modelTopology) ? modelTopology : {};
  const { class_name, config } = topology;
  return backend === "tensor_flow.js"
    ? toKerasConfig({ class_name, config }, withOwn(topology, options))
    : fromLegacyConfig({ class_name, config }, version);
}

/** A user's own classes and functions pass unchanged; whoever makes the model must know them. */
function withOwn(config: KerasConfig, { customObjects = [] }: ConfigOptions): ConfigOptions {
  return { customObjects: [...customObjects, ...ownNames(config)] };
}

interface ManifestGroup {
  paths: string[];
  weights: JsonObject[];
}

function manifestGroups(json: JsonObject, file: string): ManifestGroup[] {
  const manifest = json.weightsManifest;
  if (!Array.isArray(manifest)) {
    throw new ModelFileError(
      "not-a-model",
      `${file} is no TensorFlow.js layers model: it has no weightsManifest.`,
    );
  }
  for (const group of manifest) checkGroup(group, file);
  return manifest as unknown as ManifestGroup[];
}

function checkGroup(group: Json, file: string): void {
  const { paths, weights } = isObject(group) ? group : ({} as JsonObject);
  const arePaths = Array.isArray(paths) && paths.every((name) => typeof name === "string");
  if (arePaths && Array.isArray(weights) && weights.every(isWeightSpec)) return;
  throw new ModelFileError(
    "not-a-model",
    `${file} is damaged: its weightsManifest does not list paths, and weights with a name, a shape and a dtype.`,
  );
}

function isWeightSpec(spec: Json): boolean {
  if (!isObject(spec) || typeof spec.name !== "string" || typeof spec.dtype !== "string") return false;
  const { shape } = spec;
  return (
    Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && (length as number) >= 0)
  );
}

async function readShard(file: string, name: string): Promise<Buffer> {
  const folder = path.dirname(path.resolve(file));
  const shard = path.resolve(folder, name);
  if (!shard.startsWith(folder + path.sep)) {
    throw new ModelFileError(
      "unsafe",
      `${file} names a weights file outside its folder ('${name}'); refused.`,
    );
  }
  return readFile(shard).catch((cause: unknown) => {
    throw new ModelFileError("missing-weights", `${file} needs '${name}' beside it, which cannot be read.`, {
      cause,
    });
  });
}

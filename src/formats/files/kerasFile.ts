import { zipSync } from "fflate";
import { fromLegacyConfig } from "../config/legacy.ts";
import { isModelConfig, isModelEntry } from "../config/models.ts";
import { isObject } from "../config/objects.ts";
import { ModelFileError } from "../errors.ts";
import { readHdf5 } from "../hdf5/reader.ts";
import { writeHdf5 } from "../hdf5/writer.ts";
import type { Json, JsonObject, ModelMetadata, SavedModel } from "../types.ts";
import { checkKerasVersion, KERAS_VERSION } from "../version.ts";
import { readKeras3Optimizer, readKeras3Weights, writeKeras3Weights } from "../weights/keras3.ts";
import { isOpen, specFromConfig, unread } from "../weights/specFromConfig.ts";
import { readZip } from "../zip/read.ts";
import { kerasJson, parseJson } from "./json.ts";

/** The member of a `.keras` archive that holds the weights. */
export const WEIGHTS_MEMBER = "model.weights.h5";
const CONFIG_MEMBER = "config.json";
const METADATA_MEMBER = "metadata.json";
const MEMBERS = new Set([WEIGHTS_MEMBER, CONFIG_MEMBER, METADATA_MEMBER]);

/** Makes a `.keras` archive: metadata.json, config.json and model.weights.h5, stored as Keras stores them. */
export async function encodeKerasFile(model: SavedModel): Promise<Uint8Array> {
  const weights = await writeHdf5((file) => writeKeras3Weights(file, model.weights, model.optimizer));
  const config =
    model.compileConfig === undefined
      ? model.config
      : { ...model.config, compile_config: model.compileConfig };
  const metadata = {
    keras_version: KERAS_VERSION,
    date_saved: dateSaved(new Date()),
    generated_by: model.metadata.generatedBy ?? "toile",
  };
  const encode = (value: Json) => new TextEncoder().encode(kerasJson(value));
  return zipSync(
    { [METADATA_MEMBER]: encode(metadata), [CONFIG_MEMBER]: encode(config), [WEIGHTS_MEMBER]: weights },
    { level: 0 },
  );
}

/** Keras's `%Y-%m-%d@%H:%M:%S` in local time. */
function dateSaved(now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", "@");
}

/** Reads a `.keras` archive. */
export async function decodeKerasFile(bytes: Uint8Array, source: string): Promise<SavedModel> {
  const members = await readZip(bytes, source, (name) => MEMBERS.has(name));
  const metadata = readMetadata(members.get(METADATA_MEMBER), source);
  checkKerasVersion(metadata.kerasVersion, source);
  const parsed = parseJson(requireMember(members, CONFIG_MEMBER, source), `${source}, ${CONFIG_MEMBER}`);
  if (!isModelConfig(parsed)) {
    throw new ModelFileError(
      "not-a-model",
      `${source}: ${CONFIG_MEMBER} describes no Keras model: it has no class_name and config.`,
    );
  }
  const { compile_config: compileConfig, ...model } = parsed;
  const config =
    metadata.kerasVersion?.startsWith("2.") && isModelEntry(model)
      ? fromLegacyConfig(model, metadata.kerasVersion)
      : model;
  const spec = specFromConfig(config);
  const weightBytes = requireMember(members, WEIGHTS_MEMBER, source);
  return readHdf5(weightBytes, `${source}, ${WEIGHTS_MEMBER}`, (file) => {
    const optimizer = readKeras3Optimizer(file);
    return {
      config,
      ...(isFilled(compileConfig) ? { compileConfig } : {}),
      weights: isOpen(spec) ? unread(spec) : readKeras3Weights(file, spec),
      ...(optimizer === undefined ? {} : { optimizer }),
      metadata,
    };
  });
}

/** Takes the weights alone out of a `.keras` archive. */
export async function weightsOfKerasFile(bytes: Uint8Array, source: string): Promise<Uint8Array> {
  const members = await readZip(bytes, source, (name) => name === WEIGHTS_MEMBER);
  return requireMember(members, WEIGHTS_MEMBER, source);
}

function requireMember(members: Map<string, Uint8Array>, name: string, source: string): Uint8Array {
  const member = members.get(name);
  if (member === undefined) {
    throw new ModelFileError(
      "not-a-model",
      `${source} is a zip archive but not a Keras model: it has no '${name}'.`,
    );
  }
  return member;
}

function readMetadata(bytes: Uint8Array | undefined, source: string): ModelMetadata {
  if (bytes === undefined) {
    return {};
  }
  const value = parseJson(bytes, `${source}, ${METADATA_MEMBER}`);
  const parsed = isObject(value) ? value : {};
  const metadata: ModelMetadata = {};
  if (typeof parsed.keras_version === "string") {
    metadata.kerasVersion = parsed.keras_version;
  }
  if (typeof parsed.date_saved === "string") {
    metadata.dateSaved = parsed.date_saved;
  }
  if (typeof parsed.generated_by === "string") {
    metadata.generatedBy = parsed.generated_by;
  }
  return metadata;
}

/** An uncompiled model's compile_config is an empty object. */
function isFilled(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

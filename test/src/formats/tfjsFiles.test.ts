import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { loadModelFile, saveModelFile } from "../../../src/formats/index.ts";
import { describeModel, largestDifference, predict, tfjsModel } from "./tfjsModels.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toile-tfjs-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

function twoOutputs(): tf.LayersModel {
  const input = tf.input({ shape: [4] });
  const inner = tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, inputShape: [4] }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 3 }),
    ],
  });
  const hidden = inner.apply(input) as tf.SymbolicTensor;
  const recurrent = tf.layers.reshape({ targetShape: [3, 1] }).apply(hidden) as tf.SymbolicTensor;
  const last = tf.layers
    .lstm({ units: 2, recurrentActivation: "sigmoid" })
    .apply(recurrent) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: [hidden, last], name: "둘" });
}

const x = [[0.1, -0.2, 0.3, 0.4]];

/** Reads model.json and its weights as tf.loadLayersModel does from a server. */
function artifacts(file: string): tf.io.ModelArtifacts {
  const json = JSON.parse(readFileSync(at(file), "utf8")) as tf.io.ModelJSON;
  const [group] = json.weightsManifest;
  const bytes = readFileSync(at(group?.paths[0] as string));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return {
    modelTopology: json.modelTopology,
    weightData,
    ...(group === undefined ? {} : { weightSpecs: group.weights }),
    ...(json.format === undefined ? {} : { format: json.format }),
  };
}

describe("A TensorFlow.js model.json", () => {
  it("written here is loaded by tf.loadLayersModel with the same predictions", async () => {
    const model = twoOutputs();
    await saveModelFile(at("model.json"), describeModel(model));
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts("model.json")));
    expect(largestDifference(predict(loaded, x), predict(model, x))).toBe(0);
  });

  it("written by tfjs is loaded here with the same predictions", async () => {
    const model = twoOutputs();
    await model.save({
      save: async (saved: tf.io.ModelArtifacts) => {
        const { modelTopology, weightSpecs, format } = saved;
        const bytes = Buffer.from(saved.weightData as ArrayBuffer);
        writeFileSync(at("shard1.bin"), bytes.subarray(0, 30));
        writeFileSync(at("shard2.bin"), bytes.subarray(30));
        const weightsManifest = [{ paths: ["shard1.bin", "shard2.bin"], weights: weightSpecs }];
        writeFileSync(at("theirs.json"), JSON.stringify({ modelTopology, format, weightsManifest }));
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
      },
    });
    const loaded = await tfjsModel(await loadModelFile(at("theirs.json")));
    expect(largestDifference(predict(loaded, x), predict(model, x))).toBe(0);
  });

  it("keeps layer names that tfjs refuses, and the compile configuration", async () => {
    const saved = describeModel(
      tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], name: "d" })] }),
    );
    const renamed = JSON.parse(
      JSON.stringify(saved.config).replaceAll('"d"', '"출력층"'),
    ) as typeof saved.config;
    const layers = saved.weights.layers?.map((layer) => ({ ...layer, layerName: "출력층" })) ?? [];
    const compileConfig = { optimizer: "adam", loss: "mse" };
    await saveModelFile(at("korean.json"), {
      ...saved,
      config: renamed,
      weights: { ...saved.weights, layers },
      compileConfig,
    });
    const loaded = await loadModelFile(at("korean.json"));
    expect(loaded.weights.layers?.at(-1)?.layerName).toBe("출력층");
    expect(loaded.compileConfig).toEqual(compileConfig);
    expect(artifacts("korean.json").weightSpecs?.[0]?.name).toMatch(/^utf8\.[0-9a-f]+\/kernel$/);
    await expect(tf.loadLayersModel(tf.io.fromMemory(artifacts("korean.json")))).resolves.toBeDefined();
  });

  it("leaves one file of weights behind when it is saved again", async () => {
    const model = twoOutputs();
    await saveModelFile(at("again.json"), describeModel(model));
    const before = JSON.parse(readFileSync(at("again.json"), "utf8")) as tf.io.ModelJSON;
    const weight = model.weights[0];
    weight?.write(weight.read().add(1));
    await saveModelFile(at("again.json"), describeModel(model));
    const after = JSON.parse(readFileSync(at("again.json"), "utf8")) as tf.io.ModelJSON;
    const [oldName, newName] = [before, after].map((json) => json.weightsManifest[0]?.paths[0] as string);
    expect(newName).not.toBe(oldName);
    expect(readdirSync(folder)).toContain(newName);
    expect(readdirSync(folder)).not.toContain(oldName);
    const loaded = await tfjsModel(await loadModelFile(at("again.json")));
    expect(largestDifference(predict(loaded, x), predict(model, x))).toBe(0);
  });
});

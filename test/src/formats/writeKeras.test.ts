import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type LayerSpec,
  loadModelFile,
  loadWeightsFile,
  type OptimizerWeights,
  type SavedModel,
  saveModelFile,
  saveWeightsFile,
} from "../../../src/formats/index.ts";
import { Keras, type Nested, whyNoKeras } from "./keras.ts";
import { describeModel, largestDifference, predict } from "./tfjsModels.ts";

const reason = whyNoKeras();

interface Loaded {
  y: Nested[];
  name: string;
  layers: string[];
  optimizer?: string;
  iterations?: number;
  slots?: number;
}

function dense(): tf.LayersModel {
  return tf.sequential({
    name: "패션 MNIST 모델",
    layers: [
      tf.layers.flatten({ inputShape: [28, 28] }),
      tf.layers.dense({ units: 20, activation: "relu", kernelInitializer: "heNormal", name: "hidden" }),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.dense({ units: 10, activation: "softmax", kernelRegularizer: "l1l2" }),
    ],
  });
}

function cnn(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [10, 10, 2],
        filters: 3,
        kernelSize: 3,
        padding: "same",
        useBias: false,
      }),
      tf.layers.batchNormalization({ scale: false }),
      tf.layers.reLU({ maxValue: 6 }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2, kernelConstraint: "maxNorm" }),
      tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
      tf.layers.leakyReLU({ alpha: 0.1 }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.layerNormalization(),
      tf.layers.dense({ units: 4, activation: "swish", kernelInitializer: "leCunNormal" }),
      tf.layers.elu(),
      tf.layers.gaussianNoise({ stddev: 0.2 }),
      tf.layers.activation({ activation: "gelu" }),
      tf.layers.softmax(),
    ],
  });
}

function recurrent(): tf.LayersModel {
  const sigmoid = { recurrentActivation: "sigmoid", returnSequences: true } as const;
  return tf.sequential({
    layers: [
      tf.layers.lstm({ inputShape: [6, 3], units: 4, ...sigmoid }),
      tf.layers.gru({ units: 3, ...sigmoid }),
      tf.layers.simpleRNN({ units: 2 }),
    ],
  });
}

function embedding(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 9, outputDim: 4, inputLength: 6 }),
      tf.layers.conv1d({ filters: 3, kernelSize: 2 }),
      tf.layers.maxPooling1d({}),
      tf.layers.reshape({ targetShape: [3, 2] }),
    ],
  });
}

function functional(): tf.LayersModel {
  const input = tf.input({ shape: [4], name: "pixels" });
  const shared = tf.layers.dense({ units: 3 });
  const left = shared.apply(input) as tf.SymbolicTensor;
  const right = shared.apply(tf.layers.dense({ units: 4 }).apply(input)) as tf.SymbolicTensor;
  const sum = tf.layers.add().apply([left, right]) as tf.SymbolicTensor;
  const product = tf.layers.multiply().apply([left, right]) as tf.SymbolicTensor;
  const mean = tf.layers.average().apply([sum, product]) as tf.SymbolicTensor;
  const both = tf.layers.concatenate().apply([sum, mean]) as tf.SymbolicTensor;
  const inner = tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, inputShape: [6] }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 2 }),
    ],
  });
  const side = tf.input({ shape: [2] });
  const block = tf.model({
    inputs: side,
    outputs: tf.layers.dense({ units: 3 }).apply(side) as tf.SymbolicTensor,
  });
  const deep = block.apply(inner.apply(both)) as tf.SymbolicTensor;
  return tf.model({
    inputs: input,
    outputs: [deep, inner.apply(both) as tf.SymbolicTensor],
    name: "두 출력",
  });
}

const builders = { dense, cnn, recurrent, embedding, functional };

/** Every weight random, moving statistics too, so that two weights in the wrong place show. */
function randomize(model: tf.LayersModel): void {
  for (const [seed, weight] of model.weights.entries()) {
    const random = tf.randomNormal(weight.shape as number[], 0, 0.4, "float32", seed + 1);
    weight.write(weight.originalName.endsWith("variance") ? random.abs().add(0.5) : random);
  }
}

function inputsFor(model: tf.LayersModel): Nested {
  const shape = [3, ...(model.inputs[0] as tf.SymbolicTensor).shape.slice(1)] as number[];
  const isEmbedding = model.layers[0]?.getClassName() === "Embedding";
  const filled = isEmbedding ? [3, 6] : shape;
  const x = isEmbedding
    ? tf.randomUniform(filled, 0, 9, "int32", 5)
    : tf.randomNormal(filled, 0, 1, "float32", 5);
  return x.arraySync() as Nested;
}

describe.skipIf(reason)(
  `Writing what Keras reads${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "toile-formats-"));
    const at = (file: string) => path.join(folder, file);
    let keras: Keras;

    beforeAll(() => {
      keras = new Keras();
    });
    afterAll(() => {
      keras.close();
      rmSync(folder, { recursive: true });
    });

    for (const [name, build] of Object.entries(builders)) {
      it(`gives Keras a .keras and an .h5 of ${name} with the same predictions`, async () => {
        const model = build();
        randomize(model);
        const x = inputsFor(model);
        for (const ending of ["keras", "h5"]) {
          await saveModelFile(at(`${name}.${ending}`), describeModel(model));
          const loaded = await keras.ask<Loaded>("load", { file: at(`${name}.${ending}`), x });
          expect(largestDifference(predict(model, x), loaded.y), ending).toBeLessThan(1e-5);
          expect(loaded.name).toBe(model.name);
        }
      });
    }

    it("writes weights of every layout back for the Keras model that they came from", async () => {
      for (const name of ["dense", "cnn", "functional", "frozen", "recurrent"]) {
        const { x, y } = await keras.ask<{ x: Nested; y: Nested[] }>("make", { name, folder });
        const { weights } = await loadModelFile(at(`${name}.keras`));
        for (const file of ["again.weights.h5", "model-weights.h5"]) {
          await saveWeightsFile(at(file), weights);
          const loaded = await keras.ask<Loaded>("load_weights", { name, file: at(file), x });
          expect(largestDifference(loaded.y, y), `${name} in ${file}`).toBe(0);
        }
      }
    });

    it("writes whole models back as Keras gave them, optimizer and compile configuration included", async () => {
      const { x, y } = await keras.ask<{ x: Nested; y: Nested[] }>("make", { name: "dense", folder });
      for (const ending of ["keras", "h5"]) {
        const before = await keras.ask<Loaded>("load", { file: at(`dense.${ending}`), x });
        await saveModelFile(at(`back.${ending}`), await loadModelFile(at(`dense.${ending}`)));
        const after = await keras.ask<Loaded>("load", { file: at(`back.${ending}`), x });
        expect(after).toEqual(before);
        expect(after).toMatchObject({
          optimizer: "adam",
          iterations: 1,
          layers: expect.arrayContaining(["은닉층"]),
        });
        // Keras 3.15 forgets Adam's moments when it loads an .h5 file, its own too.
        expect(after.slots).toBeGreaterThan(ending === "keras" ? 0 : -1);
        expect(largestDifference(after.y, y)).toBeLessThan(1e-6);
      }
    });

    it("turns a Keras file into tfjs and back into a Keras file with the same predictions", async () => {
      const { tfjsModel } = await import("./tfjsModels.ts");
      for (const name of ["cnn", "functional", "recurrent", "sequence"]) {
        const { x, y } = await keras.ask<{ x: Nested; y: Nested[] }>("make", { name, folder });
        const model = await tfjsModel(await loadModelFile(at(`${name}.keras`)));
        await saveModelFile(at("round.keras"), describeModel(model));
        const loaded = await keras.ask<Loaded>("load", { file: at("round.keras"), x });
        expect(largestDifference(loaded.y, y), name).toBeLessThan(1e-5);
      }
    });

    it("gives Keras an optimizer's state made here", async () => {
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3], name: "d" })] });
      const zeros = (name: string, shape: number[]) => ({
        name,
        shape,
        dtype: "float32" as const,
        data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.25),
      });
      const optimizer: OptimizerWeights = {
        name: "sgd",
        weights: [
          { name: "iteration", shape: [], dtype: "int64", data: new BigInt64Array([42n]) },
          { name: "learning_rate", shape: [], dtype: "float32", data: new Float32Array([0.5]) },
          zeros("d_kernel_momentum", [3, 2]),
          zeros("d_bias_momentum", [2]),
        ],
      };
      const compileConfig: SavedModel["compileConfig"] = {
        optimizer: {
          module: "keras.optimizers",
          class_name: "SGD",
          config: { name: "sgd", learning_rate: 0.5, momentum: 0.9 },
          registered_name: null,
        },
        loss: "mse",
        metrics: ["mae"],
      };
      for (const ending of ["keras", "h5"]) {
        await saveModelFile(at(`sgd.${ending}`), { ...describeModel(model), compileConfig, optimizer });
        const loaded = await keras.ask<Loaded>("load", { file: at(`sgd.${ending}`), x: [[1, 2, 3]] });
        // Keras 3.15 takes an optimizer's slots from .keras only; from .h5 it loads no more than the iteration.
        const slots = ending === "keras" ? 8 * 0.25 : 0;
        expect(loaded, ending).toMatchObject({ optimizer: "sgd", iterations: 42, slots });
        expect((await loadModelFile(at(`sgd.${ending}`))).optimizer?.weights.slice(2)).toMatchObject([
          { shape: [3, 2], data: new Float32Array(6).fill(0.25) },
          { shape: [2], data: new Float32Array(2).fill(0.25) },
        ]);
      }
    });

    it("carries the weights of a subclassed model, layers in attributes and in lists", async () => {
      const x = [[1, -2, 3, 0.5]];
      const y = await keras.ask<Nested>("subclassed", { x, save: at("net.weights.h5") });
      const layer = (layerName: string, attribute: string, inputs: number, units: number): LayerSpec => {
        const weights = [
          { name: "kernel", shape: [inputs, units] },
          { name: "bias", shape: [units] },
        ];
        return { layerName, className: "Dense", attribute, weights };
      };
      const net: LayerSpec = {
        layerName: "net",
        className: "Net",
        weights: [],
        layers: [
          layer("dense", "fc1", 4, 3),
          layer("dense_1", "blocks[]", 3, 3),
          layer("dense_2", "blocks[]", 3, 3),
          layer("dense_3", "out", 3, 2),
        ],
      };
      const weights = await loadWeightsFile(at("net.weights.h5"), net);
      expect(weights.layers).toHaveLength(4);
      for (const file of ["net-again.weights.h5", "net-weights.h5"]) {
        await saveWeightsFile(at(file), weights);
        expect(await keras.ask<Nested>("subclassed", { x, load: at(file) }), file).toEqual(y);
      }
    });

    it("divides long lists of layer names so that Keras puts them together again", async () => {
      const layers = Array.from({ length: 3000 }, (_, index) => ({
        layerName: `층_${"x".repeat(60)}_${index}`,
        className: "Flatten",
        weights: [],
      }));
      await saveWeightsFile(at("many.h5"), { layerName: "m", className: "Sequential", weights: [], layers });
      expect(await keras.ask("names_of", { file: at("many.h5") })).toEqual(
        layers.map((layer) => layer.layerName),
      );
    });
  },
);

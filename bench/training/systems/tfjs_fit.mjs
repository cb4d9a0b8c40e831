// Plain TensorFlow.js: @tensorflow/tfjs-node's own layers and fit.
import { createRequire } from "node:module";
import util from "node:util";
import { load, Stopwatch, scaled, serve } from "./lines.mjs";

/** @import { Workload } from "../workloads.mjs" */

// tfjs-node 4.22 calls these, which Node 23 removed.
for (const [name, value] of Object.entries({
  isNullOrUndefined: (/** @type {unknown} */ it) => it === null || it === undefined,
  isArray: Array.isArray,
})) {
  Object.defineProperty(util, name, { value, configurable: true, writable: true });
}
/** @type {typeof import("@tensorflow/tfjs-node")} */
const tf = createRequire(import.meta.url)("@tensorflow/tfjs-node");

const pixels = { train: scaled(load("train-images")), test: scaled(load("test-images")) };
const labels = { train: load("train-labels"), test: load("test-labels") };

/** @param {Workload} workload */
function modelOf({ layers, inputShape, optimizer, learningRate }) {
  const model = tf.sequential();
  const last = layers.length - 1;
  for (const [i, layer] of layers.entries()) {
    const first = i === 0 ? { inputShape } : {};
    if ("conv" in layer) {
      model.add(tf.layers.conv2d({ filters: layer.conv, kernelSize: 3, activation: "relu", ...first }));
    } else if ("pool" in layer) model.add(tf.layers.maxPooling2d({ poolSize: layer.pool }));
    else if ("flatten" in layer) model.add(tf.layers.flatten());
    else {
      const activation = i === last ? "softmax" : "relu";
      model.add(tf.layers.dense({ units: layer.dense, activation, ...first }));
    }
  }
  model.compile({
    optimizer: tf.train[optimizer](learningRate),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return model;
}

await serve(tf.version.tfjs, async ({ workload }) => {
  const { task, tfjsEpochs, epochs, batchSize, samples, inputShape } = workload;
  const model = modelOf(workload);
  const xTest = tf.tensor(pixels.test, [10_000, ...inputShape]);
  const yTest = tf.tensor1d(Float32Array.from(labels.test));
  const x = tf.tensor(pixels.train.subarray(0, samples * 784), [samples, ...inputShape]);
  const y = tf.tensor1d(Float32Array.from(labels.train.subarray(0, samples)));
  const measure = async () => {
    const values = /** @type {import("@tensorflow/tfjs-node").Scalar[]} */ (
      model.evaluate(xTest, yTest, { batchSize: 10_000 })
    );
    const accuracy = (await values[1]?.data())?.[0] ?? Number.NaN;
    tf.dispose(values);
    return accuracy;
  };
  const predict = async () => {
    const result = /** @type {import("@tensorflow/tfjs-node").Tensor} */ (
      model.predict(xTest, { batchSize: 10_000 })
    );
    await result.data();
    result.dispose();
  };
  const watch = new Stopwatch();
  if (task === "fit") {
    const callbacks = { onEpochEnd: async () => void watch.lap() };
    await model.fit(x, y, { epochs: tfjsEpochs ?? epochs, batchSize, verbose: 0, callbacks });
  }
  for (let i = 0; task !== "fit" && i < epochs; i += 1) {
    await (task === "predict" ? predict() : measure());
    watch.lap();
  }
  const answer = watch.stop();
  const accuracy = task === "fit" ? await measure() : null;
  tf.dispose([x, y, xTest, yTest]);
  model.dispose();
  return answer(accuracy);
});

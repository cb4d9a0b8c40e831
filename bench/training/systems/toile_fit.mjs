// This library, as a user has it: `npm run build` first.
import { readFileSync } from "node:fs";
import { layers, NDArray, optimizers, sequential } from "toile";
import { load, Stopwatch, scaled, serve } from "./lines.mjs";

/** @import { Workload } from "../workloads.mjs" */

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
const pixels = {
  train: new NDArray(scaled(load("train-images"))),
  test: new NDArray(scaled(load("test-images"))),
};
const labels = { train: new NDArray(load("train-labels")), test: new NDArray(load("test-labels")) };

/** @param {Workload} workload */
function modelOf({ layers: list, inputShape, optimizer, learningRate }) {
  const last = list.length - 1;
  const model = sequential(
    list.map((layer, i) => {
      const first = i === 0 ? { inputShape } : {};
      if ("conv" in layer) return layers.conv2D(layer.conv, 3, { activation: "relu", ...first });
      if ("pool" in layer) return layers.maxPooling2D({ poolSize: layer.pool });
      if ("flatten" in layer) return layers.flatten();
      return layers.dense(layer.dense, { activation: i === last ? "softmax" : "relu", ...first });
    }),
  );
  model.compile({
    optimizer: optimizers[optimizer]({ learningRate }),
    loss: "sparse_categorical_crossentropy",
    metrics: ["accuracy"],
  });
  return model;
}

await serve(version, async ({ workload }) => {
  const { task, epochs, batchSize, samples, inputShape } = workload;
  const model = modelOf(workload);
  const x = pixels.train.slice(0, samples * 784).reshape(samples, ...inputShape);
  const y = labels.train.slice(0, samples);
  const xTest = pixels.test.reshape(10_000, ...inputShape);
  const accuracy = async () => {
    const { accuracy } = await model.evaluate(xTest, labels.test, { verbose: 0, returnDict: true });
    return Number(accuracy);
  };
  const watch = new Stopwatch();
  if (task === "fit") {
    const callbacks = { onEpochEnd: () => void watch.lap() };
    await model.fit(x, y, { epochs, batchSize, verbose: 0, callbacks: [callbacks] });
    return watch.stop()(await accuracy());
  }
  for (let i = 0; i < epochs; i += 1) {
    if (task === "predict") await model.predict(xTest);
    else await accuracy();
    watch.lap();
  }
  return watch.stop()(null);
});

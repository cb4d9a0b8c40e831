// This library, as a user has it: `npm run build` first.
import { readFileSync } from "node:fs";
import { NDArray } from "toile";
import { load, Stopwatch, scaled, serve } from "./lines.mjs";
import { modelOf } from "./toile_model.mjs";

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
const pixels = {
  train: new NDArray(scaled(load("train-images"))),
  test: new NDArray(scaled(load("test-images"))),
};
const labels = { train: new NDArray(load("train-labels")), test: new NDArray(load("test-labels")) };

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

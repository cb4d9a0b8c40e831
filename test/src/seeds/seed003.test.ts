import { expect, it } from "vitest";
import { layers, type NDArray, sequential, toCategorical } from "../../../src/index.ts";
import { fewDigits } from "./digits.ts";

it("learns digits from one-hot labels with 512 hidden units, rmsprop and batches of 128", async () => {
  const [[trainImages, trainLabels], [testImages, testLabels]] = await fewDigits();
  const network = sequential();
  network.add(layers.dense(512, { activation: "relu", inputShape: [28 * 28] }));
  network.add(layers.dense(10, { activation: "softmax" }));
  expect(network.countParams()).toBe(784 * 512 + 512 + 512 * 10 + 10);
  network.compile({ optimizer: "rmsprop", loss: "categorical_crossentropy", metrics: ["accuracy"] });

  const flat = (images: NDArray) => images.reshape(-1, 28 * 28).div(255);
  const { history } = await network.fit(flat(trainImages), toCategorical(trainLabels), {
    epochs: 5,
    batchSize: 128,
    verbose: 0,
  });
  expect(history.loss.at(-1)).toBeLessThan(history.loss[0]!);
  const [, accuracy] = await network.evaluate(flat(testImages), toCategorical(testLabels), { verbose: 0 });
  expect(accuracy).toBeGreaterThan(0.85);
});

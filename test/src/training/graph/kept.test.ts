import { describe, expect, it } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, loadModel, type Model, optimizers, sequential } from "../../../../src/index.ts";
import { type Tensor, tf } from "../../../../src/tensorflow.ts";
import { temporaryFolder } from "../../callbacks/small.ts";
import { settle } from "../../garbage.ts";
import { labels, perceptron, worst, x } from "./reference.ts";

const { adam, sgd } = optimizers;
const quiet = { batchSize: 16, verbose: 0, shuffle: false } as const;
const loss = "sparse_categorical_crossentropy";
const numbers = (model: Model) => model.tfjs.getWeights().flatMap((weight) => [...weight.dataSync()]);

/** A perceptron whose loss counts how often it was traced. */
function counting() {
  const model = perceptron();
  const traced = { count: 0 };
  const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
  const squares = (target: Tensor, output: Tensor) => {
    traced.count += 1;
    return tf.mean(tf.squaredDifference(tf.oneHot(tf.cast(target, "int32"), 4), output), -1);
  };
  const compile = (graph = true) => model.compile({ optimizer, loss: squares, graph });
  compile();
  return { model, optimizer, traced, compile };
}

describe("the graphs of one call of fit serve the next", () => {
  it("with other data, another length, another learning rate, and from single batches to evaluation", async () => {
    const { model, optimizer, traced } = counting();
    await model.fit(x, labels, quiet);
    expect(traced.count).toBe(1);
    optimizer.learningRate = 0.01;
    await model.fit(x.slice(0, 64), labels.slice(0, 64), { ...quiet, epochs: 2 });
    await model.fit(x.slice(16), labels.slice(16), quiet);
    expect(traced.count).toBe(1);
    await model.fit(x.slice(0, 40), labels.slice(0, 40), quiet);
    // The smaller last batch.
    expect(traced.count).toBe(2);
    await model.fit(x, labels, { ...quiet, validationSplit: 0.2 });
    await model.fit(x, labels, { ...quiet, validationSplit: 0.2 });
    expect(traced.count).toBe(3);
  });

  it("until the model is compiled again, a layer is frozen, or the optimizer loses its slots", async () => {
    const { model, optimizer, traced, compile } = counting();
    const changes = [compile, () => (model.layers[0]!.trainable = false), () => optimizer.dispose()];
    for (const [i, change] of changes.entries()) {
      for (let again = 0; again < 2; again++) await model.fit(x, labels, quiet);
      expect(traced.count).toBe(i + 1);
      change();
    }
    await model.fit(x, labels, quiet);
    expect(traced.count).toBe(4);
  });

  it("after it failed, they are traced anew", async () => {
    const { model, traced } = counting();
    const broken = {
      onTrainBatchEnd() {
        throw new Error("broken");
      },
    };
    await expect(model.fit(x, labels, { ...quiet, callbacks: broken })).rejects.toThrow("broken");
    await model.fit(x, labels, quiet);
    expect(traced.count).toBe(2);
  });

  it("and learn from what was changed between: weights from outside, steps without a graph, a model that was saved", async () => {
    const file = `${temporaryFolder()}/가운데.keras`;
    const train = async (graph: boolean) => {
      const model = perceptron();
      const optimizer = adam({ learningRate: 0.05 });
      const found: number[] = [];
      const fit = async (by: Model) => {
        found.push(...(await by.fit(x, labels, { ...quiet, epochs: 2 })).history.loss!);
      };
      model.compile({ optimizer, loss, graph });
      await fit(model);
      tf.tidy(() => model.tfjs.setWeights(model.tfjs.getWeights().map((weight) => tf.mul(weight, 0.5))));
      await fit(model);
      await model.save(file);
      await fit(model);
      const loaded = await loadModel(file);
      const ahead = numbers(model);
      await fit(loaded);
      // A file does not say that a model is to be trained without a graph.
      if (graph) expect([...found.slice(-2), ...numbers(loaded)]).toEqual([...found.slice(-4, -2), ...ahead]);
      return found;
    };
    expect(worst(await train(true), await train(false))).toBeLessThan(1e-4);
  });
});

it("frees graphs with their model: a training cell that runs 50 times leaves tensors and resident memory flat", async () => {
  // 1 MiB of weights: with their slots, in TensorFlow.js and in the session, 50 models that stay would take some 300 MiB.
  const wide = new NDArray(new Float32Array(80 * 512).fill(0.1), [80, 512]);
  const cell = async () => {
    const model = sequential([
      layers.dense(512, { activation: "relu", inputShape: [512], kernelInitializer: "ones" }),
      layers.dense(4, { activation: "softmax" }),
    ]);
    model.compile({ optimizer: "rmsprop", loss, metrics: "accuracy" });
    await model.fit(wide, labels, quiet);
    await model.predict(wide);
  };
  for (let i = 0; i < 10; i++) await cell();
  await settle();
  const [tensors, resident] = [tf.memory().numTensors, process.memoryUsage().rss];
  for (let i = 0; i < 50; i++) await cell();
  await settle();
  expect(tf.memory().numTensors).toBeLessThanOrEqual(tensors);
  expect((process.memoryUsage().rss - resident) / 2 ** 20).toBeLessThan(120);
});

import { expect, it, vi } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { callbacks, layers, optimizers, sequential, setRandomSeed } from "../../../../src/index.ts";
import { type Tensor, tf } from "../../../../src/tensorflow.ts";
import { labels, perceptron, x } from "./reference.ts";

const loss = "sparse_categorical_crossentropy";
const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i));

it("agrees with training without a graph in mean loss and accuracy, however far rounding is amplified", async () => {
  const [samples, sides] = [1600, 12];
  const images = new NDArray(wave(samples * sides), [samples, sides]);
  const classes = Int32Array.from({ length: samples }, (_, i) => {
    const [a, b, c] = [0, 1, 2].map((column) => Number(images.data[i * sides + column])) as [
      number,
      number,
      number,
    ];
    return Math.max(0, Math.min(3, Math.floor(a + b + c + 2)));
  });
  const train = async (graph: boolean) => {
    setRandomSeed(7);
    const model = sequential([
      layers.dense(24, { activation: "relu", inputShape: [sides] }),
      layers.dense(4, { activation: "softmax" }),
    ]);
    model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss, metrics: "accuracy", graph });
    const { history } = await model.fit(images, new NDArray(classes), { epochs: 5, verbose: 0 });
    return [...history.loss!, ...history.accuracy!];
  };
  const [found, expected] = [await train(true), await train(false)];
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i]! - value) / value).toBeLessThan(0.005);
  }
  expect(found[4]).toBeLessThan(found[0]! / 2);
});

it("leaves the event loop to others while many steps are computed in one call", async () => {
  const wide = sequential([
    layers.dense(600, { activation: "relu", inputShape: [600] }),
    layers.dense(4, { activation: "softmax" }),
  ]);
  wide.compile({ optimizer: "adam", loss });
  let turns = 0;
  let isRunning = true;
  const turn = () => {
    turns += 1;
    if (isRunning) setImmediate(turn);
  };
  setImmediate(turn);
  // 64 steps in some five calls; where these blocked, each would let the event loop turn a few times.
  const classes = Int32Array.from({ length: 2048 }, (_, i) => i % 4);
  await wide.fit(new NDArray(wave(2048 * 600), [2048, 600]), new NDArray(classes), { verbose: 0 });
  isRunning = false;
  expect(turns).toBeGreaterThan(100);
});

it("takes Korean names of models and layers, and reports them", async () => {
  const warn = vi.spyOn(console, "warn");
  const model = sequential(
    [
      layers.dense(8, { activation: "relu", inputShape: [6], name: "은닉층" }),
      layers.dropout(0.2, { name: "드롭아웃 🎲" }),
      layers.dense(4, { activation: "softmax", name: "출력 층" }),
    ],
    { name: "패션 분류기" },
  );
  model.compile({ optimizer: "adam", loss, metrics: "accuracy" });
  const { history } = await model.fit(x, labels, { verbose: 0, epochs: 2, validationSplit: 0.2 });
  expect(history.val_accuracy).toHaveLength(2);
  expect(model.layers.map(({ name }) => name)).toEqual(["은닉층", "드롭아웃 🎲", "출력 층"]);
  expect(warn).not.toHaveBeenCalled();
});

it("ends with the batch whose loss is no number, as terminateOnNaN asks", async () => {
  const model = perceptron();
  let traces = 0;
  const squares = (target: Tensor, output: Tensor) => {
    traces += 1;
    return tf.mean(tf.square(tf.sub(output, target)), -1);
  };
  model.compile({ optimizer: optimizers.sgd({ learningRate: 0.01 }), loss: squares });
  const targets = new NDArray(wave(320), [80, 4]);
  // The third batch of eight.
  targets.data[4 * 17] = Number.NaN;
  const ended: number[] = [];
  const watch = { onTrainBatchEnd: (batch: number) => void ended.push(batch) };
  const options = { batchSize: 8, shuffle: false, verbose: 0, epochs: 3 } as const;
  const stop = callbacks.terminateOnNaN();
  const { history } = await model.fit(x, targets, { ...options, callbacks: [watch, stop] });
  expect([ended, traces]).toEqual([[0, 1, 2], 1]);
  expect(history.loss).toEqual([Number.NaN]);
});

import { expect, it } from "vitest";
import { array, layers, RandomState, sequential, setRandomSeed } from "../../../src/index.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { tf } from "../../../src/tensorflow.ts";

const state = new RandomState(0);
const numbers = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => state.random()));
const x = array(numbers(70, 6));
const y = array(Array.from({ length: 70 }, () => state.interval(2)));

/** Every number of a whole training run: the first weights, the losses and the last weights. */
async function run(seed: number): Promise<number[]> {
  setRandomSeed(seed);
  const model = sequential([
    layers.dense(8, { activation: "relu", kernelInitializer: "he_normal", inputShape: [6] }),
    layers.dropout(0.5),
    layers.dense(3, { activation: "softmax" }),
  ]);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const weights = () => model.tfjs.getWeights().flatMap((weight) => [...weight.dataSync()]);
  const first = weights();
  const { history } = await model.fit(x, y, { epochs: 2, verbose: 0 });
  return [...first, ...history.loss, ...weights()];
}

it("makes a whole training run with dropout and shuffling repeatable to the bit", async () => {
  const runs = [await run(7), await run(7), await run(8)];
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).not.toEqual(runs[0]);
});

it("gives each dropout mask anew within a run", () => {
  setRandomSeed(1);
  const masks = [0, 1].map(() => [...seeded(() => tf.dropout(tf.ones([50]), 0.5)).dataSync()]);
  expect(masks[0]).not.toEqual(masks[1]);
});

it("gives Math.random back, even after an error", () => {
  const native = Math.random;
  expect(() =>
    seeded(() => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(Math.random).toBe(native);
});

it("lets inner work have its own stream, and a stand-in for Math.random of somebody else stay", () => {
  const inner = () => seeded(() => Math.random(), new RandomState(5));
  expect(seeded(inner)).toBe(new RandomState(5).random());
  const native = Math.random;
  Math.random = () => 0.25;
  try {
    expect(inner()).toBe(0.25);
  } finally {
    Math.random = native;
  }
});

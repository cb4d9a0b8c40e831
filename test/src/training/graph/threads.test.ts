import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, type Model, sequential, setRandomSeed } from "../../../../src/index.ts";
import { threadsFor } from "../../../../src/training/graph/threads.ts";

const several = Math.min(2, availableParallelism());
const dense = (units: number) =>
  sequential([layers.dense(units, { inputShape: [784] }), layers.dense(10, { activation: "softmax" })]);
const conv = (filters: number) =>
  sequential([
    layers.conv2D(filters, 3, { inputShape: [14, 14, 8], activation: "relu" }),
    layers.flatten(),
    layers.dense(4, { activation: "softmax" }),
  ]);
const threads = (of: Model, batchSize: number) => threadsFor(of.tfjs, batchSize);

it("one operation gets two threads from a size on at which they pay", () => {
  expect([threads(dense(100), 32), threads(dense(100), 1024)]).toEqual([1, several]);
  expect([threads(dense(512), 32), threads(dense(512), 128)]).toEqual([1, several]);
  // Of 42 million operations: worth it in a product, not in a convolution.
  expect([threads(dense(850), 32), threads(conv(64), 32), threads(conv(64), 64)]).toEqual([
    several,
    1,
    several,
  ]);
});

it("models in models count, looking words up does not", () => {
  const inner = sequential([layers.dense(2000, { inputShape: [784] })]);
  expect(threads(sequential([inner, layers.dense(2)]), 32)).toBe(several);
  const words = sequential([
    layers.embedding(100_000, 64, { inputShape: [5] }),
    layers.flatten(),
    layers.dense(1),
  ]);
  expect(threads(words, 32)).toBe(1);
});

it("the same seed gives the same bits with two threads", async () => {
  const x = new NDArray(
    Float32Array.from({ length: 128 * 14 * 14 * 8 }, (_, i) => Math.sin(i)),
    [128, 14, 14, 8],
  );
  const y = new NDArray(Int32Array.from({ length: 128 }, (_, i) => i % 4));
  const train = async () => {
    setRandomSeed(3);
    const network = conv(64);
    network.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
    expect(threads(network, 64)).toBe(several);
    const { history } = await network.fit(x, y, { epochs: 5, batchSize: 64, verbose: 0 });
    return [...history.loss!, ...network.getWeights().flatMap(({ data }) => [...data])];
  };
  expect(await train()).toEqual(await train());
});

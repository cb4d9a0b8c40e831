import { expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { layers, sequential } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";

it("takes one layer, several, or none and then add", () => {
  const one = sequential(layers.dense(10, { inputShape: [784] }));
  expect(one.countParams()).toBe(7850);
  const added = sequential();
  added.add(layers.dense(100, { activation: "sigmoid", inputShape: [784] }));
  added.add(layers.dense({ units: 10, activation: "softmax" }));
  expect(added.countParams()).toBe(79_510);
  const listed = sequential([layers.dense(100, { inputShape: [784] }), layers.dense(10)]);
  expect(listed.countParams()).toBe(79_510);
});

it("has a name in any script", () => {
  const model = sequential(layers.dense(1, { inputShape: [1] }), { name: "패션 MNIST 모델" });
  expect([model.name, model.tfjs.name]).toEqual(["패션 MNIST 모델", "패션 MNIST 모델"]);
});

it("takes the input's shape from the first samples where no layer states it", async () => {
  const model = sequential([layers.dense(5, { activation: "relu" }), layers.dense(2)]);
  expect(model.layers).toHaveLength(2);
  expect((await model.predict(array([[1, 2, 3]]))).shape).toEqual([1, 2]);
  expect(model.countParams()).toBe(5 * 4 + 2 * 6);
});

it("stacks whole models, of this library and of tfjs", () => {
  const head = sequential(layers.dense(4, { inputShape: [3] }));
  const tail = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
  expect(sequential([head, tail]).countParams()).toBe(16 + 10);
});

it("starts dense weights by Glorot's uniform rule, as Keras does", () => {
  const model = sequential(layers.dense(400, { inputShape: [200] }));
  const [kernel, bias] = model.tfjs.getWeights().map((weight) => weight.dataSync<"float32">());
  const limit = Math.sqrt(6 / 600);
  const largest = kernel!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeLessThanOrEqual(limit);
  expect(largest).toBeGreaterThan(0.99 * limit);
  expect(bias!.every((value) => value === 0)).toBe(true);
});

it("refuses units that are no count", () => {
  expect(() => layers.dense(0)).toThrow("dense needs a whole number of units, at least 1, got 0");
});

it("refuses a second layer beside the first, and says that a list is meant", () => {
  const [first, second] = [layers.dense(3, { inputShape: [2] }), layers.dense(1)];
  expect(() => sequential(first, second as unknown as { name: string })).toThrow("as a list");
});

import type { Tensor } from "@tensorflow/tfjs-node";
import { describe, expect, it } from "vitest";
import { graph } from "../../../src/graph/graph.ts";
import { hold } from "../../../src/graph/hold.ts";
import { GraphSession } from "../../../src/graph/session.ts";
import { trainLoop } from "../../../src/graph/trainLoop.ts";
import { tf } from "../../../src/tensorflow.ts";

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: ArrayLike<number>) => {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - middle) ** 2)));
};

describe("random numbers in a graph", () => {
  it("differ from run to run, and repeat with the seed", () => {
    const draw = () => tf.randomUniform([100]);
    const [first, second, other] = [
      graph(draw, { seed: 7 }),
      graph(draw, { seed: 7 }),
      graph(draw, { seed: 8 }),
    ];
    const numbers = [first().dataSync(), first().dataSync()];
    expect(numbers[0]).not.toEqual(numbers[1]);
    expect([second().dataSync(), second().dataSync()]).toEqual(numbers);
    expect(other().dataSync()).not.toEqual(numbers[0]);
  });

  it("go on from a state that was kept", () => {
    const draw = graph(() => tf.randomNormal([10]), { seed: 7 });
    draw();
    const state = { ...draw.randomState };
    const next = draw().dataSync();
    Object.assign(draw.randomState, state);
    expect(draw().dataSync()).toEqual(next);
  });

  it("differ between two places of one function", () => {
    const [a, b] = graph(() => [tf.randomUniform([50]), tf.randomUniform([50])])();
    expect(a!.dataSync()).not.toEqual(b!.dataSync());
  });

  it("lie in the range that the function gives", () => {
    const numbers = graph(() => tf.randomUniform([20_000], -3, 5), { seed: 1 })().dataSync();
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...numbers)).toBeLessThan(5);
    expect(mean(numbers)).toBeCloseTo(1, 1);
    expect(deviation(numbers)).toBeCloseTo(8 / Math.sqrt(12), 1);
  });

  it("have the mean and deviation that the function gives", () => {
    const normal = graph(() => tf.randomNormal([20_000], 2, 0.5), { seed: 1 })().dataSync();
    expect(mean(normal)).toBeCloseTo(2, 1);
    expect(deviation(normal)).toBeCloseTo(0.5, 1);
    const cut = graph(() => tf.truncatedNormal([20_000], 1, 2), { seed: 1 })().dataSync();
    expect(mean(cut)).toBeCloseTo(1, 1);
    expect(Math.max(...cut)).toBeLessThan(5);
    expect(Math.min(...cut)).toBeGreaterThan(-3);
  });

  it("with a seed of their own are the same at every run, as in TensorFlow.js", () => {
    const draw = graph(() => tf.randomUniform([5], 0, 1, "float32", 42));
    expect(draw().dataSync()).toEqual(tf.randomUniform([5], 0, 1, "float32", 42).dataSync());
    expect(draw().dataSync()).toEqual(draw().dataSync());
  });

  it("make dropout drop its share and keep the mean, with another mask at each run", () => {
    const drop = graph((x: Tensor) => tf.dropout(x, 0.25), { seed: 3 });
    const [first, second] = [drop(tf.ones([40_000])).dataSync(), drop(tf.ones([40_000])).dataSync()];
    expect(new Set(first)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    expect(first.filter((value) => value === 0).length / 40_000).toBeCloseTo(0.25, 1);
    expect(mean(first)).toBeCloseTo(1, 1);
    expect(first).not.toEqual(second);
  });

  it("use one mask for a dropout and its gradient", () => {
    const pair = graph((x: Tensor) => {
      const { value, grad } = tf.valueAndGrad((inner: Tensor) => tf.sum(tf.dropout(inner, 0.5)))(x);
      return [value, grad];
    });
    const [value, gradient] = pair(tf.ones([1000]));
    expect(gradient!.sum().dataSync()[0]).toBeCloseTo(value!.dataSync()[0]!, 3);
  });

  it("differ from step to step of a training loop, and repeat with the seed", async () => {
    const masks = async (seed: number, calls: number[]) => {
      const session = new GraphSession();
      const data = [hold(session, new Float32Array(64).fill(1), { shape: [64], dtype: "float32" })];
      const loop = trainLoop({ session, data, seed, step: ([x]) => ({ kept: tf.sum(tf.dropout(x!, 0.5)) }) });
      const kept = [];
      for (const steps of calls) {
        const rows = Int32Array.from({ length: 64 * steps }, (_, i) => i % 64);
        kept.push(...(await loop.run(rows, { batchSize: 64 })).kept!);
      }
      return kept;
    };
    const whole = await masks(5, [8]);
    expect(new Set(whole).size).toBeGreaterThan(1);
    expect(await masks(5, [3, 5])).toEqual(whole);
    expect(await masks(6, [8])).not.toEqual(whole);
  });
});

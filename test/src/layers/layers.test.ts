import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { clearSession, input, layers, model, sequential, setRandomSeed } from "../../../src/index.ts";
import { type Tensor, tf } from "../../../src/tensorflow.ts";

const ones = tf.ones([200, 50]);

function trained(layer: layers.Layer, x: Tensor = ones): number[] {
  return Array.from(layer.apply(x, { training: true }).dataSync<"float32">());
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("names", () => {
  it("count as Keras's do, and start again after clearSession", () => {
    clearSession();
    const made = [layers.dense(1), layers.dense(1), layers.dropout(0.5), layers.dense(1, { name: "mine" })];
    expect(made.map(({ name }) => name)).toEqual(["dense", "dense_1", "dropout", "mine"]);
    expect([sequential().name, sequential().name]).toEqual(["sequential", "sequential_1"]);
    clearSession();
    expect(layers.dense(1).name).toBe("dense");
  });

  it("are in any script, for layers of every kind of model", async () => {
    const named = sequential([
      layers.dense(3, { name: "은닉층", inputShape: [2] }),
      layers.dense(1, { name: "出力層" }),
    ]);
    named.compile({ loss: "mse" });
    const { history } = await named.fit(array([[1, 2]]), array([[1]]), { verbose: 0 });
    expect(history.loss).toHaveLength(1);
    expect(named.weights.map(({ name }) => name.replace(/_\d+$/, ""))).toEqual([
      "은닉층/kernel",
      "은닉층/bias",
      "出力層/kernel",
      "出力層/bias",
    ]);
    const x = input([2], { name: "вход" });
    const y = layers.dense(1, { name: "ausgang-ä" }).apply(x);
    expect((await model({ inputs: x, outputs: y }).predict(array([[1, 2]]))).shape).toEqual([1, 1]);
    expect(
      tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], name: "층" })] }).countParams(),
    ).toBe(2);
  });

  it("are refused where Keras refuses them", () => {
    expect(() => layers.dense(1, { name: "a/b" })).toThrow('not empty and without "/", got "a/b"');
    const twice = sequential(layers.dense(1, { name: "same", inputShape: [1] }));
    expect(() => twice.add(layers.dense(1, { name: "same" }))).toThrow('already has a layer named "same"');
    const waiting = sequential(layers.dense(1, { name: "same" }));
    expect(() => waiting.add(layers.dense(1, { name: "same" }))).toThrow('already has a layer named "same"');
  });
});

describe("options", () => {
  it("that do not exist are named, with those that do", () => {
    expect(() => layers.dense(10, { actvation: "relu" } as object)).toThrow(
      "dense has no option actvation; it has: activation, kernelInitializer",
    );
    expect(() => layers.dense(10, { activation: "rellu" as "relu" })).toThrow('unknown activation "rellu"');
    expect(() => layers.dense(10, { kernelInitializer: "glorot" as "zeros" })).toThrow(
      'unknown initializer "glorot"',
    );
  });

  it("out of range are refused", () => {
    expect(() => layers.dropout(1.5)).toThrow("dropout needs a rate from 0 to 1, got 1.5");
    expect(() => layers.conv2D(0, 3)).toThrow("conv2D needs a whole number of filters, at least 1, got 0");
    expect(() => layers.embedding(10, 0)).toThrow("embedding needs a whole number of outputDim");
    expect(() => sequential([input([5]), layers.reshape([2, 2])])).toThrow("they hold 5 numbers");
  });

  it("take functions as activations", async () => {
    const doubled = sequential([layers.dense(2, { activation: (x) => tf.mul(x, 2), inputShape: [2] })]);
    const plain = sequential([layers.dense(2, { inputShape: [2] })]);
    plain.setWeights(doubled.getWeights());
    const x = array([[1, 2]]);
    const [one, two] = [await plain.predict(x), await doubled.predict(x)];
    expect(two.data[0]).toBeCloseTo(2 * one.data[0]!, 5);
  });
});

describe("while training", () => {
  it("dropout drops its share and scales the rest", () => {
    const values = trained(layers.dropout(0.3));
    expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(0.3, 1);
    expect(Math.max(...values)).toBeCloseTo(1 / 0.7, 5);
    expect(mean(values)).toBeCloseTo(1, 1);
  });

  it("spatial dropout drops whole channels", () => {
    const image = tf.ones([4, 3, 3, 50]);
    const values = tf.tensor(trained(layers.spatialDropout2D(0.5), image), [4, 9, 50]);
    const spread = tf.sub(tf.max(values, 1), tf.min(values, 1));
    expect(tf.max(spread).dataSync()[0]).toBe(0);
    expect(tf.mean(values).dataSync()[0]).toBeGreaterThan(0.5);
  });

  it("noise keeps the mean", () => {
    for (const layer of [layers.gaussianNoise(0.5), layers.gaussianDropout(0.3)]) {
      const values = trained(layer);
      expect(mean(values)).toBeCloseTo(1, 1);
      expect(new Set(values).size).toBeGreaterThan(100);
    }
  });

  it("a seed gives a layer its own stream: two layers agree, two calls differ", () => {
    const [a, b] = [layers.dropout(0.5, { seed: 7 }), layers.dropout(0.5, { seed: 7 })];
    const first = trained(a);
    expect(trained(b)).toEqual(first);
    expect(trained(a)).not.toEqual(first);
  });

  it("setRandomSeed repeats initial weights, those of wrapped layers too", () => {
    const weights = () => {
      setRandomSeed(5);
      const made = sequential(layers.bidirectional(layers.lstm(3), { inputShape: [4, 2] }));
      return made.getWeights().map(({ data }) => [...data]);
    };
    const [forward, , , backward] = weights();
    expect(weights()[0]).toEqual(forward);
    expect(backward).not.toEqual(forward);
  });

  it("batch normalisation moves its running mean and variance as Keras does", () => {
    const layer = layers.batchNormalization({ momentum: 0.9 });
    layer.apply(tf.tensor2d([[1], [3]]), { training: true });
    const [, , movingMean, movingVariance] = layer.getWeights().map((weight) => weight.dataSync()[0]!);
    expect(movingMean).toBeCloseTo(0.1 * 2, 6);
    expect(movingVariance).toBeCloseTo(0.9 * 1 + 0.1 * 1, 6);
    layer.trainable = false;
    layer.apply(tf.tensor2d([[1], [3]]), { training: true });
    expect(layer.getWeights()[2]!.dataSync()[0]).toBeCloseTo(0.2, 6);
  });
});

describe("relu", () => {
  it("passes gradients on behind a threshold, a cap and a slope", () => {
    const layer = layers.relu({ threshold: 0.5, maxValue: 2, negativeSlope: 0.1 });
    const slope = tf.grad((x) => layer.apply(x) as Tensor)(tf.tensor1d([-1, 0.25, 1, 3]));
    const expected = [0.1, 0.1, 1, 0];
    slope.dataSync<"float32">().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
  });
});

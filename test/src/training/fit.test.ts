import { afterEach, describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { NDArray } from "../../../src/array/ndarray.ts";
import { layers, Model, sequential, setRandomSeed } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";
import { settledTensors } from "../garbage.ts";
import { problem } from "./reference.ts";

const loss = "sparse_categorical_crossentropy";

function softmaxModel(name?: string) {
  const model = sequential(layers.dense(4, { activation: "softmax", inputShape: [3] }), name ? { name } : {});
  model.compile({ loss, metrics: "accuracy" });
  return model;
}

const x = array(problem(70).x);
const y = array(problem(70).y, "int32");

describe("history", () => {
  it("has Keras's keys, an entry an epoch", async () => {
    const { history, epoch } = await softmaxModel().fit(x, y, {
      epochs: 3,
      verbose: 0,
      validationData: [x, y],
    });
    expect(Object.keys(history)).toEqual(["loss", "accuracy", "val_loss", "val_accuracy"]);
    expect(Object.values(history).map((values) => values.length)).toEqual([3, 3, 3, 3]);
    expect(epoch).toEqual([0, 1, 2]);
  });

  it("weighs the smaller last batch by its samples", async () => {
    const model = softmaxModel();
    model.compile({ loss, metrics: "accuracy", optimizer: tf.train.sgd(0) });
    const whole = await model.evaluate(x, y, { verbose: 0, batchSize: 70 });
    const { history } = await model.fit(x, y, { verbose: 0, batchSize: 32 });
    const parts = await model.evaluate(x, y, { verbose: 0, batchSize: 32 });
    expect(history.loss[0]).toBeCloseTo(whole[0]!, 6);
    expect(history.accuracy![0]).toBeCloseTo(whole[1]!, 6);
    expect(parts[0]).toBeCloseTo(whole[0]!, 6);
  });

  it("agrees with the predictions", async () => {
    const model = softmaxModel();
    await model.fit(x, y, { epochs: 5, verbose: 0 });
    const probabilities = await model.predict(x, { batchSize: 16 });
    const [, accuracy] = await model.evaluate(x, y, { verbose: 0 });
    expect(probabilities.shape).toEqual([70, 4]);
    expect(probabilities.argMax().equal(y).mean()).toBeCloseTo(accuracy!, 6);
  });
});

it("repeats itself for the same random seed, and only then", async () => {
  const run = async (seed: number) => {
    setRandomSeed(seed);
    return (await softmaxModel().fit(x, y, { epochs: 2, verbose: 0 })).history.loss;
  };
  expect(await run(7)).toEqual(await run(7));
  expect(await run(8)).not.toEqual(await run(7));
});

it("goes on learning where softmax rounds a probability to zero", async () => {
  const model = sequential(layers.dense(2, { activation: "softmax", inputShape: [1] }));
  model.tfjs.setWeights([tf.tensor2d([[300, -300]]), tf.zeros([2])]);
  model.compile({ loss, optimizer: tf.train.sgd(1) });
  const { history } = await model.fit(array([[1]]), array([1], "int32"), { epochs: 2, verbose: 0 });
  expect(history.loss).toEqual([600, 596]);
});

it("takes uint8 pixels, tensors and nested arrays, and models of tfjs", async () => {
  const pixels = new NDArray(
    Uint8Array.from({ length: 40 }, (_, i) => i * 6),
    [10, 4],
  );
  const model = new Model(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] }));
  model.compile({ loss: "mse" });
  const target = tf.ones([10]);
  await model.fit(pixels, target, { verbose: 0 });
  expect(target.isDisposed).toBe(false);
  expect((await model.predict(pixels.toArray() as number[][])).shape).toEqual([10, 1]);
});

describe("memory", () => {
  it("stays flat over repeated training, evaluation and prediction", async () => {
    const model = softmaxModel();
    const once = async () => {
      await model.fit(x, y, { epochs: 2, verbose: 0, validationData: [x, y] });
      await model.evaluate(x, y, { verbose: 0 });
      await model.predict(x);
    };
    await once();
    const before = await settledTensors();
    for (let i = 0; i < 5; i++) await once();
    expect(await settledTensors()).toBe(before);
  });

  it("stays flat over repeated training on batches by an optimizer that keeps no slot for what TensorFlow writes", async () => {
    const model = softmaxModel();
    model.compile({ optimizer: "rmsprop", loss: "sparse_categorical_crossentropy" });
    const once = () => model.fit([[x, y]], { verbose: 0 });
    await once();
    const before = await settledTensors();
    for (let i = 0; i < 5; i++) await once();
    expect(await settledTensors()).toBe(before);
  });

  it("returns to where it was when a cell that builds a model is run again", async () => {
    const cell = async () => {
      await softmaxModel().fit(x, y, { verbose: 0 });
    };
    // tfjs itself keeps the last few models that ran.
    for (let i = 0; i < 5; i++) await cell();
    const before = await settledTensors();
    for (let i = 0; i < 20; i++) await cell();
    expect(await settledTensors()).toBeLessThanOrEqual(before);
  });

  it("is freed when the targets turn out wrong", async () => {
    const model = softmaxModel();
    const before = await settledTensors();
    await expect(model.fit(x, array(Array(70).fill(4), "int32"), { verbose: 0 })).rejects.toThrow();
    expect(await settledTensors()).toBe(before);
  });
});

describe("an interrupt", () => {
  const symbol = Symbol.for("toile.kernel");
  const globals = globalThis as { [symbol]?: unknown };
  afterEach(() => {
    delete globals[symbol];
  });

  it("ends training within the slice and leaves a model that can go on", async () => {
    const abort = new AbortController();
    globals[symbol] = { version: 1, signal: abort.signal };
    const model = softmaxModel();
    await model.fit(x, y, { verbose: 0 });
    const before = await settledTensors();
    const running = model.fit(x, y, { epochs: 1_000_000, verbose: 0 });
    setTimeout(() => abort.abort(), 60);
    await expect(running).rejects.toMatchObject({
      name: "KeyboardInterrupt",
      message: "fit was interrupted",
    });
    expect(await settledTensors()).toBeLessThanOrEqual(before);
    delete globals[symbol];
    expect((await model.fit(x, y, { verbose: 0 })).history.loss).toHaveLength(1);
  });

  it("keeps the last steps of the interrupted training apart from the next one, which a cell may start at once", async () => {
    const model = softmaxModel();
    await model.fit(x, y, { verbose: 0 });
    for (let i = 0; i < 5; i++) {
      const abort = new AbortController();
      globals[symbol] = { version: 1, signal: abort.signal };
      const running = model.fit(x, y, { epochs: 1_000_000, verbose: 0 });
      const ended = expect(running).rejects.toMatchObject({ name: "KeyboardInterrupt" });
      await new Promise((resolve) => setTimeout(resolve, 30));
      abort.abort();
      delete globals[symbol];
      const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
      expect(history.loss).toHaveLength(3);
      await ended;
    }
  });
});

it("lets the event loop live while it trains", async () => {
  let beats = 0;
  const timer = setInterval(() => beats++, 1);
  await softmaxModel().fit(x, y, { epochs: 300, verbose: 0 });
  clearInterval(timer);
  expect(beats).toBeGreaterThan(3);
});

describe("a clear error", () => {
  it("names both shapes, and the reshape that mends it", async () => {
    await expect(softmaxModel("classifier").fit(array([[1, 2]]), y)).rejects.toThrow(
      'model "classifier" expects samples of shape (3,), got 1 samples of shape (2,)',
    );
    await expect(softmaxModel().fit(x.reshape(70, 3, 1), y)).rejects.toThrow(
      "; reshape(-1, 3) makes them fit",
    );
    await expect(softmaxModel().fit(x, y.slice(1))).rejects.toThrow("70 inputs but 69 targets");
  });

  it("names labels that are not classes of the model", async () => {
    await expect(softmaxModel().evaluate(x, array(Array(70).fill(4)))).rejects.toThrow(
      "the targets hold class 4, but the model's output (None, 4) has the classes 0 to 3",
    );
    const oneHot = array(Array(70).fill([1, 0, 0, 0]));
    await expect(softmaxModel().evaluate(x, oneHot)).rejects.toThrow(
      "one-hot targets need categorical_crossentropy",
    );
  });

  it("lists the names that exist", () => {
    const model = softmaxModel();
    expect(() => model.compile({ loss: "cross_entropy" as "mse" })).toThrow(
      'unknown loss "cross_entropy"; known: binary_crossentropy, ',
    );
    expect(() => model.compile({ loss, optimizer: "adm" as "adam" })).toThrow('unknown optimizer "adm"');
    expect(() => model.compile({ loss, metrics: "f1" as "accuracy" })).toThrow('unknown metric "f1"');
  });

  it("says what is missing or not allowed", async () => {
    const model = sequential(layers.dense(4));
    await expect(model.fit(x, y)).rejects.toThrow("fit needs a compiled model");
    expect(() => model.tfjs).toThrow("give its first layer an inputShape");
    await expect(softmaxModel().fit(x, y, { epochs: 0 })).rejects.toThrow(
      "epochs is a whole number of at least 1, got 0",
    );
    const busy = softmaxModel();
    const running = busy.fit(x, y, { verbose: 0, epochs: 20 });
    await expect(busy.fit(x, y)).rejects.toThrow("fit is already running");
    await running;
  });
});

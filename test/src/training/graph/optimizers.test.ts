import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OptimizerLike } from "../../../../src/optimizers/resolve.ts";
import { tf } from "../../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../../keras.ts";
import { cases } from "../../optimizers/cases.ts";
import { labels, perceptron, stepLosses, weights, worst, x } from "./reference.ts";

const loss = "sparse_categorical_crossentropy";

const ofTfjs: Record<string, () => OptimizerLike> = {
  "tf.train.sgd": () => tf.train.sgd(0.1),
  "tf.train.momentum": () => tf.train.momentum(0.05, 0.9),
  "tf.train.adam": () => tf.train.adam(0.01),
  "tf.train.rmsprop": () => tf.train.rmsprop(0.002),
  "tf.train.rmsprop, centered": () => tf.train.rmsprop(0.002, 0.9, 0.5, 1e-7, true),
  "tf.train.adagrad": () => tf.train.adagrad(0.05),
  "tf.train.adadelta": () => tf.train.adadelta(0.5),
  "tf.train.adamax": () => tf.train.adamax(0.01),
};

describe("a hundred steps in a graph lose as much as without one", () => {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => warn.mockReset());

  it.each(Object.entries({ ...cases, ...ofTfjs }))("with %s", async (_, makeOptimizer) => {
    const run = async (graph: boolean) => {
      const model = perceptron();
      model.compile({ optimizer: makeOptimizer(), loss, graph });
      return stepLosses(model, 100);
    };
    expect(worst(await run(true), await run(false))).toBeLessThan(1e-4);
    expect(warn).not.toHaveBeenCalled();
  });
});

const names = ["SGD(0.05, momentum=0.9)", "RMSprop()", "Adam()", "AdamW()"];

describe.skipIf(noKeras)(againstKeras("a hundred steps in a graph lose as much as Keras"), () => {
  const expected = noKeras
    ? {}
    : runKeras<Record<string, number[]>>(`
from keras.optimizers import *
x = np.array(${JSON.stringify([...x.data])}, "float32").reshape(80, 6); y = np.array(${JSON.stringify([...labels.data])}, "int32")
weights = [np.array(w["values"], "float32").reshape(w["shape"]) for w in json.loads(${JSON.stringify(
        JSON.stringify(weights.map(({ values, shape }) => ({ values: [...values], shape }))),
      )})]
result = {}
for name in ${JSON.stringify(names)}:
    model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(8, "tanh"), keras.layers.Dense(4, "softmax")])
    model.set_weights(weights)
    model.compile(optimizer=eval(name), loss="${loss}")
    result[name] = []
    for step in range(100):
        at = step % 10 * 8
        model.reset_metrics()
        result[name].append(float(model.train_on_batch(x[at:at + 8], y[at:at + 8])))
`);

  it.each(names)("with %s", async (name) => {
    const model = perceptron();
    model.compile({ optimizer: cases[name]!(), loss });
    expect(worst(await stepLosses(model, 100), expected[name]!)).toBeLessThan(1e-4);
  });
});

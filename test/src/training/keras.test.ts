import { describe, expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { type FitOptions, layers, optimizers, sequential } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";
import { problem } from "./reference.ts";

type History = Record<string, number[]>;

const { x, y, kernel } = problem(70);
const weights = Array.from({ length: 70 }, (_, i) => ((i * 7) % 5) / 2);
const weighted = { weightedMetrics: ["accuracy"] as const };

/** For each case, the options of `fit` here and in Keras. */
const cases: Record<string, [ours: FitOptions, keras: string, compile?: typeof weighted]> = {
  "a batch size that does not divide": [{ epochs: 3, batchSize: 32 }, "epochs=3, batch_size=32"],
  "class weights": [
    { epochs: 2, classWeight: { 0: 3, 2: 0.5 } },
    "epochs=2, class_weight={0: 3.0, 2: 0.5}",
    weighted,
  ],
  "sample weights": [{ epochs: 2, sampleWeight: array(weights) }, "epochs=2, sample_weight=w", weighted],
  "weighted metrics without weights": [{ epochs: 2 }, "epochs=2", weighted],
  "a validation split": [{ epochs: 2, validationSplit: 0.23 }, "epochs=2, validation_split=0.23"],
  "a validation split with sample weights": [
    { epochs: 2, validationSplit: 0.3, sampleWeight: array(weights) },
    "epochs=2, validation_split=0.3, sample_weight=w",
    weighted,
  ],
  "validation data": [
    { epochs: 2, validationData: [array(x.slice(0, 20)), array(y.slice(0, 20))] },
    "epochs=2, validation_data=(x[:20], y[:20])",
  ],
  "validation data with weights": [
    {
      epochs: 2,
      validationData: [array(x.slice(0, 20)), array(y.slice(0, 20)), array(weights.slice(0, 20))],
    },
    "epochs=2, validation_data=(x[:20], y[:20], w[:20])",
    weighted,
  ],
  "steps, which leave the rest to the next epoch": [
    { epochs: 4, batchSize: 20, stepsPerEpoch: 3 },
    "epochs=4, batch_size=20, steps_per_epoch=3",
  ],
  "steps without a batch size": [{ epochs: 2, stepsPerEpoch: 4 }, "epochs=2, steps_per_epoch=4"],
  "more steps than there are": [
    { epochs: 2, batchSize: 20, stepsPerEpoch: 9 },
    "epochs=2, batch_size=20, steps_per_epoch=9",
  ],
  "validation every second epoch, of two steps": [
    { epochs: 4, validationSplit: 0.5, validationFreq: 2, validationSteps: 2, validationBatchSize: 10 },
    "epochs=4, validation_split=0.5, validation_freq=2, validation_steps=2, validation_batch_size=10",
  ],
  "validation after listed epochs": [
    { epochs: 4, validationSplit: 0.5, validationFreq: [1, 4] },
    "epochs=4, validation_split=0.5, validation_freq=[1, 4]",
  ],
  "an initial epoch": [{ epochs: 5, initialEpoch: 3 }, "epochs=5, initial_epoch=3"],
};

function reference(): Record<string, { epoch: number[]; history: History; evaluated: History }> {
  const list = Object.entries(cases).map(
    ([name, [, fit, compile]]) =>
      `(${JSON.stringify(name)}, ${compile ? "['accuracy']" : "None"}, dict(${fit}))`,
  );
  return runKeras(`
import warnings; warnings.simplefilter("ignore")
x = np.array(${JSON.stringify(x)}, "float32"); y = np.array(${JSON.stringify(y)}, "int32")
w = np.array(${JSON.stringify(weights)}, "float32"); kernel = np.array(${JSON.stringify(kernel)}, "float32")
result = {}
for name, weighted, fit in [${list.join(", ")}]:
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(4, activation="softmax")])
    model.set_weights([kernel, np.zeros(4, "float32")])
    model.compile(optimizer=keras.optimizers.SGD(0.5), loss="sparse_categorical_crossentropy", metrics=["accuracy"], weighted_metrics=weighted)
    h = model.fit(x, y, shuffle=False, verbose=0, **fit)
    e = model.evaluate(x, y, sample_weight=w, verbose=0, return_dict=True)
    result[name] = dict(epoch=h.epoch, history=h.history, evaluated=e)
`);
}

describe.skipIf(noKeras)(againstKeras("fit agrees with Keras on the same batches"), () => {
  const expected = noKeras ? {} : reference();

  it.each(Object.entries(cases))("with %s", async (name, [options, , compile]) => {
    const model = sequential(layers.dense(4, { activation: "softmax", inputShape: [3] }));
    model.tfjs.setWeights([tf.tensor2d(kernel), tf.zeros([4])]);
    model.compile({
      optimizer: optimizers.sgd({ learningRate: 0.5 }),
      loss: "sparse_categorical_crossentropy",
      metrics: "accuracy",
      ...compile,
    });
    const [xs, ys] = [array(x), array(y, "int32")];
    const { history, epoch } = await model.fit(xs, ys, { shuffle: false, verbose: 0, ...options });
    const evaluated = await model.evaluate(xs, ys, {
      sampleWeight: array(weights),
      returnDict: true,
      verbose: 0,
    });
    const keras = expected[name]!;
    expect(epoch).toEqual(keras.epoch);
    expect(Object.keys(history).sort()).toEqual(Object.keys(keras.history).sort());
    for (const [key, values] of Object.entries(keras.history)) {
      expect(history[key], key).toHaveLength(values.length);
      for (const [i, value] of values.entries())
        expect(history[key]![i], `${key}[${i}]`).toBeCloseTo(value, 5);
    }
    expect(Object.keys(evaluated).sort()).toEqual(Object.keys(keras.evaluated).sort());
    for (const [key, value] of Object.entries(keras.evaluated))
      expect(evaluated[key]).toBeCloseTo(Number(value), 5);
  });
});

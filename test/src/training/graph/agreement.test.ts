import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  constraints,
  type FitOptions,
  layers,
  Model,
  optimizers,
  regularizers,
  type Sequential,
  sequential,
  setRandomSeed,
} from "../../../../src/index.ts";
import { type Tensor, tf } from "../../../../src/tensorflow.ts";
import { labels, perceptron, worst, x } from "./reference.ts";

const loss = "sparse_categorical_crossentropy";
const { adam, sgd } = optimizers;

/** What a scenario gives with a graph and without, number by number. */
async function expectSame(scenario: (graph: boolean) => Promise<number[]>): Promise<void> {
  const [found, expected] = [await scenario(true), await scenario(false)];
  expect(expected.length).toBeGreaterThan(1);
  expect(worst(found.map(shifted), expected.map(shifted))).toBeLessThan(1e-4);
}

/** Away from 0, around which a relative difference says nothing. */
const shifted = (value: number) => value + 2;
const numbers = (model: Model) => model.tfjs.getWeights().flatMap((weight) => [...weight.dataSync()]);
const quiet = { batchSize: 16, verbose: 0 } as const;

class WithPenalty extends Model {
  first = layers.dense(8, { activation: "tanh" });
  second = layers.dense(4, { activation: "softmax" });
  override call(input: Tensor): Tensor {
    const hidden = this.first.apply(input) as Tensor;
    this.addLoss(tf.mul(0.1, tf.mean(tf.square(hidden))));
    return this.second.apply(hidden) as Tensor;
  }
}

function batchNormal() {
  setRandomSeed(4);
  return sequential([
    layers.dense(8, { inputShape: [6], useBias: false }),
    layers.batchNormalization(),
    layers.activation("relu"),
    layers.dense(4, { activation: "softmax" }),
  ]);
}

function regular() {
  setRandomSeed(4);
  return sequential([
    layers.dense(8, {
      inputShape: [6],
      activation: "relu",
      kernelRegularizer: regularizers.l1L2({ l1: 0.01, l2: 0.01 }),
      kernelConstraint: constraints.maxNorm({ maxValue: 0.5 }),
    }),
    layers.activityRegularization({ l2: 0.1 }),
    layers.dense(4, { activation: "softmax", biasRegularizer: "l1" }),
  ]);
}

const batches = Array.from({ length: 5 }, (_, i): [typeof x, typeof labels] => {
  // The last one is smaller.
  return [x.slice(18 * i, 18 * i + 18), labels.slice(18 * i, 18 * i + 18)];
});

const models: [string, () => Model, FitOptions?][] = [
  ["a perceptron whose last batch is smaller", perceptron, { batchSize: 32 }],
  ["batch normalisation, whose running means move", batchNormal, { validationSplit: 0.25 }],
  ["regularizers and constraints", regular],
  [
    "a user's class that adds to the loss",
    () => {
      setRandomSeed(4);
      const model = new WithPenalty();
      model.build([null, 6]);
      return model;
    },
  ],
  ["class weights", perceptron, { classWeight: { 0: 3, 2: 0.5 } }],
];

describe("training in a graph and without end with the same losses and weights", () => {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => warn.mockReset());

  it.each(models)("for %s", async (_, make, options = {}) => {
    await expectSame(async (graph) => {
      const model = make();
      model.compile({ optimizer: adam({ learningRate: 0.01 }), loss, metrics: "accuracy", graph });
      setRandomSeed(9);
      const { history } = await model.fit(x, labels, { ...quiet, epochs: 4, ...options });
      return [...Object.values(history).flat(), ...numbers(model)];
    });
    expect(warn).not.toHaveBeenCalled();
  });

  it("for batches that come one after another", async () => {
    await expectSame(async (graph) => {
      const model = perceptron();
      model.compile({ optimizer: "adam", loss, metrics: "accuracy", graph });
      const { history } = await model.fit(batches, { epochs: 3, verbose: 0, validationData: batches });
      return [...Object.values(history).flat(), ...numbers(model)];
    });
  });

  it("when fit, single batches, and fit again follow each other, with and without a graph", async () => {
    await expectSame(async (graph) => {
      const model = perceptron();
      const optimizer = adam({ learningRate: 0.01 });
      const found: number[] = [];
      for (const now of [graph, false, graph]) {
        model.compile({ optimizer, loss, graph: now });
        const { history } = await model.fit(x, labels, { ...quiet, epochs: 2, shuffle: false });
        found.push(...history.loss!, ...(await model.trainOnBatch(x, labels)));
        found.push(...(await model.testOnBatch(x, labels)));
      }
      return [...found, ...numbers(model)];
    });
  });

  it("when callbacks read the weights, change them, and change the learning rate", async () => {
    await expectSame(async (graph) => {
      const model = perceptron();
      const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
      model.compile({ optimizer, loss, graph });
      const seen: number[] = [];
      const callback = {
        onTrainBatchEnd(batch: number) {
          if (batch === 2) seen.push(...numbers(model));
          if (batch === 3) optimizer.learningRate *= 0.9;
        },
        onEpochEnd(epoch: number) {
          if (epoch === 1)
            model.tfjs.setWeights(model.tfjs.getWeights().map((weight) => tf.mul(weight, 0.5)));
        },
      };
      const options = { ...quiet, epochs: 4, shuffle: false, callbacks: callback } as const;
      const { history } = await model.fit(x, labels, options);
      return [...history.loss!, ...seen, ...numbers(model)];
    });
  });

  it("when a layer is frozen between fits, and between single batches", async () => {
    await expectSame(async (graph) => {
      const model = perceptron();
      model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss, graph });
      const options = { ...quiet, shuffle: false } as const;
      const first = () => model.layers[0]!.getWeights().flatMap((weight) => [...weight.dataSync()]);
      await model.fit(x, labels, options);
      await model.trainOnBatch(x, labels);
      const frozen = first();
      model.layers[0]!.trainable = false;
      await model.fit(x, labels, options);
      await model.trainOnBatch(x, labels);
      expect(first()).toEqual(frozen);
      model.layers[0]!.trainable = true;
      await model.trainOnBatch(x, labels);
      expect(first()).not.toEqual(frozen);
      return numbers(model);
    });
  });
});

describe("what a graph cannot hold trains without one, and says why once", () => {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => warn.mockReset());

  it("a recurrent layer that keeps its state from batch to batch", async () => {
    await expectSame(async (graph) => {
      setRandomSeed(3);
      const model = sequential([
        layers.simpleRNN(4, { stateful: true, batchInputShape: [8, 3, 2] }),
        layers.dense(4, { activation: "softmax" }),
      ]);
      model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss, graph });
      const steps = x.reshape(80, 3, 2);
      const options = { batchSize: 8, epochs: 2, shuffle: false, verbose: 0 } as const;
      const { history } = await model.fit(steps, labels, { ...options, validationData: [steps, labels] });
      await model.fit(steps, labels, options);
      return [...Object.values(history).flat(), ...numbers(model)];
    });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toMatch(
      /without a graph, several times slower: Layer "simple_rnn\w*" is stateful/,
    );
  });

  it("a layer that looks at values", async () => {
    await expectSame(async (graph) => {
      const model = perceptron() as Sequential;
      const peek = layers.lambda((hidden) =>
        Number.isFinite(hidden.dataSync()[0]) ? hidden : tf.zerosLike(hidden),
      );
      model.add(peek);
      model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss, graph });
      setRandomSeed(5);
      const { history } = await model.fit(x, labels, { ...quiet, epochs: 2, validationSplit: 0.2 });
      return [...Object.values(history).flat(), ...numbers(model)];
    });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toContain("The traced function reads values back into JavaScript");
  });
});

it("gives the same bits again, and however the steps are divided into calls", async () => {
  const run = async (options: FitOptions) => {
    setRandomSeed(3);
    const model = batchNormal();
    model.compile({ optimizer: "adam", loss, metrics: "accuracy" });
    const { history } = await model.fit(x, labels, { ...quiet, batchSize: 6, epochs: 5, ...options });
    return [...Object.values(history).flat(), ...numbers(model)];
  };
  const first = await run({});
  expect(await run({})).toEqual(first);
  expect(await run({ callbacks: { onTrainBatchEnd() {} } })).toEqual(first);
});

import { beforeAll, describe, expect, it } from "vitest";
import { fashionMnist, layers, optimizers, sequential, trainTestSplit } from "../../../src/index.ts";
import { fewClothes, type Parts } from "./clothes.ts";

let flat: Parts;
let square: Parts;
beforeAll(async () => {
  flat = await fewClothes(800, [784]);
  square = await fewClothes(800, [28, 28]);
});

const compiled = { loss: "sparse_categorical_crossentropy", metrics: "accuracy" } as const;

describe("two dense layers", () => {
  it("come as a list", async () => {
    const dense1 = layers.dense(100, { activation: "sigmoid", inputShape: [784] });
    const dense2 = layers.dense(10, { activation: "softmax" });
    const model = sequential([dense1, dense2]);
    model.compile(compiled);
    await model.fit(...flat.train, { verbose: 0 });
    expect(model.countParams()).toBe(79_510);
  });

  it("have names, as has the model, in any script", async () => {
    const model = sequential(
      [
        layers.dense(100, { activation: "sigmoid", inputShape: [784], name: "hidden" }),
        layers.dense(10, { activation: "softmax", name: "output" }),
      ],
      { name: "패션 MNIST 모델" },
    );
    expect([model.name, ...model.layers.map(({ name }) => name)]).toEqual([
      "패션 MNIST 모델",
      "hidden",
      "output",
    ]);
    let summary = "";
    model.summary({
      printFn: (text) => {
        summary += text;
      },
    });
    expect(summary).toContain('Model: "패션 MNIST 모델"');
    model.compile(compiled);
    await model.fit(...flat.train, { verbose: 0 });
    expect((await model.predict(flat.val[0])).shape).toEqual([160, 10]);
  });

  it("are added one by one", () => {
    const model = sequential();
    model.add(layers.dense(100, { activation: "sigmoid", inputShape: [784] }));
    model.add(layers.dense(10, { activation: "softmax" }));
    expect(model.countParams()).toBe(79_510);
  });
});

it("flattens pictures and sums up 79,510 parameters, as the course prints them", () => {
  const model = sequential();
  model.add(layers.flatten({ inputShape: [28, 28] }));
  model.add(layers.dense(100, { activation: "relu" }));
  model.add(layers.dense(10, { activation: "softmax" }));
  let summary = "";
  model.summary({
    printFn: (text) => {
      summary += text;
    },
  });
  for (const [shape, params] of [
    ["784", "0"],
    ["100", "78,500"],
    ["10", "1,010"],
  ]) {
    expect(summary).toMatch(new RegExp(`\\(None, ${shape}\\)[^\\n]* ${params} `));
  }
  expect(summary).toContain("Total params: 79,510");
  expect(summary).toContain("Trainable params: 79,510");
  expect(summary).toContain("Non-trainable params: 0");
});

it("takes the optimizer by name, as an object, with a rate, or with momentum", async () => {
  const kinds = [
    "sgd",
    optimizers.sgd(),
    optimizers.sgd({ learningRate: 0.1 }),
    optimizers.sgd({ momentum: 0.9, nesterov: true }),
  ] as const;
  for (const optimizer of kinds) {
    const model = sequential(layers.dense(10, { activation: "softmax", inputShape: [784] }));
    model.compile({ optimizer, ...compiled });
    const { history } = await model.fit(...flat.train, { epochs: 2, verbose: 0 });
    expect(history.loss[1]).toBeLessThan(history.loss[0]!);
  }
});

it("trains on 48,000 and checks on 12,000: 1,500 and 375 steps, of one split", async () => {
  const [[, target]] = await fashionMnist.load();
  const [train, val] = trainTestSplit(target, target, { testSize: 0.2, randomState: 42 });
  expect([train!.length / 32, val!.length / 32]).toEqual([1500, 375]);
  const model = sequential(layers.dense(10, { activation: "softmax", inputShape: [784] }));
  model.compile(compiled);
  let steps = 0;
  const onTrainBatchEnd = () => {
    steps += 1;
  };
  await model.fit(...flat.train, { verbose: 0, callbacks: [{ onTrainBatchEnd }] });
  expect(steps).toBe(640 / 32);
});

it("learns ten classes with a hundred outputs: 88,600 parameters", async () => {
  const model = sequential();
  model.add(layers.flatten({ inputShape: [28, 28] }));
  model.add(layers.dense(100, { activation: "relu" }));
  model.add(layers.dense(100, { activation: "softmax" }));
  expect(model.countParams()).toBe(88_600);
  model.compile({ optimizer: "adam", ...compiled });
  await model.fit(...square.train, { epochs: 5, verbose: 0 });
  const [, accuracy] = await model.evaluate(...square.val, { verbose: 0 });
  expect(accuracy).toBeGreaterThan(0.6);
});

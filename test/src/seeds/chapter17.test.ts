import { beforeAll, describe, expect, it } from "vitest";
import {
  crossValidate,
  fashionMnist,
  type ImageDataset,
  layers,
  type NDArray,
  SGDClassifier,
  sequential,
  showImages,
  trainTestSplit,
  unique,
} from "../../../src/index.ts";
import { fewClothes, type Parts } from "./clothes.ts";

let data: ImageDataset;
beforeAll(async () => {
  data = await fashionMnist.load();
});

describe("the data", () => {
  it("have the shapes that the course prints", () => {
    const [[trainInput, trainTarget], [testInput, testTarget]] = data;
    expect([trainInput.shape, trainTarget.shape]).toEqual([[60000, 28, 28], [60000]]);
    expect([testInput.shape, testTarget.shape]).toEqual([[10000, 28, 28], [10000]]);
  });

  it("begin with the ten pictures and labels that the course shows", async () => {
    const [[trainInput, trainTarget]] = data;
    expect(showImages(trainInput.slice(0, 10), { cmap: "gray_r" }).alt).toContain("10");
    expect(trainTarget.slice(0, 10).toArray()).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
  });

  it("hold 6,000 of each class", () => {
    const [classes, counts] = unique(data[0][1]);
    expect(String(classes)).toBe("uint8 (10,) [0 1 2 3 4 5 6 7 8 9]");
    expect(String(counts)).toBe(`int32 (10,) [${Array(10).fill(6000).join(" ")}]`);
  });

  it("are scaled and laid flat by one line each", () => {
    let trainScaled = data[0][0].div(255.0);
    trainScaled = trainScaled.reshape(-1, 28 * 28);
    expect([trainScaled.shape, trainScaled.max()]).toEqual([[60000, 784], 1]);
  });

  it("are 38,400 and 9,600 after the split cell ran twice, with the labels that the course prints", () => {
    const places = (target: NDArray) => trainTestSplit(target, target, { testSize: 0.2, randomState: 42 });
    let [trainTarget, valTarget] = places(data[0][1]);
    expect([trainTarget.shape, valTarget.shape]).toEqual([[48000], [12000]]);
    [trainTarget, valTarget] = places(trainTarget);
    expect([trainTarget.shape, valTarget.shape]).toEqual([[38400], [9600]]);
    expect(String(trainTarget.slice(0, 10))).toBe("uint8 (10,) [9 4 9 0 4 9 3 6 4 7]");
    expect([Math.ceil(38400 / 32), Math.ceil(9600 / 32)]).toEqual([1200, 300]);
  });
});

it('trains logistic regression by its old name "log" and cross-validates it', async () => {
  const { train } = await fewClothes(1000, [784]);
  const sc = new SGDClassifier({ loss: "log", maxIter: 5, randomState: 42 });
  const scores = await crossValidate(sc, ...train, { nJobs: -1 });
  expect(scores.testScore.shape).toEqual([5]);
  expect(scores.testScore.mean()).toBeGreaterThan(0.6);
});

describe("the model of one layer", () => {
  let parts: Parts;
  beforeAll(async () => {
    parts = await fewClothes(1600, [784]);
  });

  it("compiles without an optimizer, which means rmsprop, and with a metric that is no list", async () => {
    const dense = layers.dense(10, { activation: "softmax", inputShape: [784] });
    const model = sequential(dense);
    model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
    expect(model.countParams()).toBe(7850);
    expect(model.optimizer.constructor.name).toBe("RMSprop");

    const history = await model.fit(...parts.train, { epochs: 5, verbose: 0 });
    expect(history.history.loss).toHaveLength(5);
    expect(history.history.loss.at(-1)).toBeLessThan(history.history.loss[0]!);

    const [loss, accuracy] = (await model.evaluate(...parts.val, { verbose: 0 })) as [number, number];
    expect(loss).toBeGreaterThan(0);
    expect(accuracy).toBeGreaterThan(0.6);
  });
});

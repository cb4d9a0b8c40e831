import { beforeAll, expect, it } from "vitest";
import {
  ArrayDataset,
  DataLoader,
  fromTensor,
  nn,
  noGrad,
  optim,
  setRandomSeed,
  transforms,
} from "../../../src/index.ts";
import type { Tensor } from "../../../src/tensorflow.ts";
import { fewDigits } from "./digits.ts";

/** The seed's model. */
class BasicANN extends nn.Module {
  fc1: ReturnType<typeof nn.linear>;
  fc2: ReturnType<typeof nn.linear>;
  fc3: ReturnType<typeof nn.linear>;
  relu = nn.relu();

  constructor(inputLayer: number, hiddenLayer1: number, hiddenLayer2: number, outputLayer: number) {
    super();
    this.fc1 = nn.linear(inputLayer, hiddenLayer1);
    this.fc2 = nn.linear(hiddenLayer1, hiddenLayer2);
    this.fc3 = nn.linear(hiddenLayer2, outputLayer);
  }

  override forward(data: Tensor): Tensor {
    let result = this.fc1(data);
    result = this.relu(result);

    result = this.fc2(result);
    result = this.relu(result);

    result = this.fc3(result);
    return result;
  }
}

/** The seed's class around the model: it trains and tests. */
class CausalMNIST {
  lr = 1e-2;
  loss = nn.crossEntropyLoss();
  model = new BasicANN(784, 256, 128, 10);
  optimizer = optim.sgd(this.model.parameters(), { lr: this.lr });
  epochs = 10;
  trainLoader: DataLoader;
  testLoader: DataLoader;

  constructor(trainData: ArrayDataset, testData: ArrayDataset) {
    this.trainLoader = new DataLoader(trainData, { batchSize: 64, shuffle: true });
    this.testLoader = new DataLoader(testData, { batchSize: 64, shuffle: true });
  }

  async train(): Promise<number[]> {
    this.model.train();
    const totalLoss: number[] = [];
    for (let epoch = 0; epoch < this.epochs; epoch++) {
      let epochLoss = 0.0;
      for await (const [images, target] of this.trainLoader) {
        const data = images.flatten(1);
        const outputs = this.model(data);
        this.optimizer.zeroGrad();
        const loss = this.loss(outputs, target);
        loss.backward();
        this.optimizer.step();
        epochLoss += loss.item();
      }
      totalLoss.push(epochLoss / this.trainLoader.length);
    }
    return totalLoss;
  }

  async test(): Promise<{ loss: number; accuracy: number }> {
    this.model.eval();
    let totalLoss = 0.0;
    let correctPredictions = 0;
    let totalSamples = 0;
    await noGrad(async () => {
      for await (const [images, target] of this.testLoader) {
        const outputs = this.model(images.flatten(1));
        totalLoss += this.loss(outputs, target).item();
        const predicted = (await fromTensor(outputs)).argMax(1);
        correctPredictions += predicted.equal(target).sum();
        totalSamples += target.length;
      }
    });
    return { loss: totalLoss / this.testLoader.length, accuracy: (correctPredictions / totalSamples) * 100 };
  }
}

let trainData: ArrayDataset;
let testData: ArrayDataset;
beforeAll(async () => {
  const [train, test] = await fewDigits();
  trainData = new ArrayDataset(train[0].slice(0, 2000), train[1].slice(0, 2000), {
    transform: transforms.toTensor(),
  });
  testData = new ArrayDataset(...test, { transform: transforms.toTensor() });
});

it("trains a class with a forward by hand: ten falling epoch losses, then loss and accuracy of the test part", async () => {
  setRandomSeed(42);
  const causal = new CausalMNIST(trainData, testData);
  expect(causal.model.parameters().map(({ size }) => size)).toEqual([
    784 * 256,
    256,
    256 * 128,
    128,
    1280,
    10,
  ]);
  const losses = await causal.train();
  expect(losses).toHaveLength(10);
  expect(losses).toEqual(losses.toSorted((a, b) => b - a));
  expect(causal.model.training).toBe(true);
  const { loss, accuracy } = await causal.test();
  expect(causal.model.training).toBe(false);
  expect(loss).toBeLessThan(losses[0]!);
  expect(accuracy).toBeGreaterThan(50);
});

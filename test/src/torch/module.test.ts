import { expect, it } from "vitest";
import { array } from "../../../src/array/create.ts";
import { NDArray, nn, noGrad, optim, setRandomSeed } from "../../../src/index.ts";
import type { Tensor } from "../../../src/tensorflow.ts";
import { settledTensors } from "../garbage.ts";

class SimpleANN extends nn.Module {
  fc1 = nn.linear(4, 8);
  relu = nn.relu();
  drop = nn.dropout(0.5);
  fc2 = nn.linear(8, 3);

  override forward(x: Tensor): Tensor {
    const flat = x.reshape([-1, 4]);
    return this.fc2(this.drop(this.relu(this.fc1(flat))));
  }
}

const images = new NDArray(
  Uint8Array.from({ length: 24 }, (_, i) => (i * 7) % 11),
  [6, 2, 2],
);
const labels = array([0, 1, 2, 0, 1, 2], "int32");

it("is called, listed and printed as in Python", () => {
  const model = new SimpleANN();
  expect(model(images).shape).toEqual([6, 3]);
  expect(model.namedParameters().map(([name, { shape }]) => [name, shape])).toEqual([
    ["fc1.weight", [8, 4]],
    ["fc1.bias", [8]],
    ["fc2.weight", [3, 8]],
    ["fc2.bias", [3]],
  ]);
  expect(`${model}`).toBe(`SimpleANN(
  (fc1): Linear(in_features=4, out_features=8, bias=True)
  (relu): ReLU()
  (drop): Dropout(p=0.5)
  (fc2): Linear(in_features=8, out_features=3, bias=True)
)`);
});

it("drops while it is trained only", () => {
  const model = new SimpleANN().eval();
  const first = model(images).dataSync();
  expect(model(images).dataSync()).toEqual(first);
  model.train();
  expect([model.training, model.drop.training]).toEqual([true, true]);
  expect(model(images).dataSync()).not.toEqual(first);
});

it("starts from PyTorch's range, the same for the same seed", () => {
  setRandomSeed(3);
  const [weight] = nn.linear(100, 200).parameters();
  setRandomSeed(3);
  const [again] = nn.linear(100, 200).parameters();
  const values = weight!.dataSync<"float32">();
  expect(again!.dataSync()).toEqual(values);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeLessThanOrEqual(0.1);
  expect(largest).toBeGreaterThan(0.099);
});

it("adds gradients up until they are set to zero", () => {
  const model = new SimpleANN().eval();
  const criterion = nn.crossEntropyLoss();
  const optimizer = optim.sgd(model.parameters(), { lr: 0.1 });
  criterion(model(images), labels).backward();
  const once = model.fc1.weight.grad!.dataSync();
  criterion(model(images), labels).backward();
  expect(model.fc1.weight.grad!.dataSync()[5]).toBeCloseTo(2 * once[5]!, 5);
  optimizer.zeroGrad();
  expect(model.fc1.weight.grad).toBeNull();
});

it("refuses backward where nothing was remembered, and says why", async () => {
  const model = new SimpleANN();
  const criterion = nn.crossEntropyLoss();
  const blind = await noGrad(async () => criterion(model(images), labels));
  expect(() => blind.backward()).toThrow("backward finds no way from the parameters to this loss");
  const loss = criterion(model(images), labels);
  loss.backward();
  expect(() => loss.backward()).toThrow("call backward once");
  expect(() => model(array([1, 2]))).toThrow();
  expect(() => nn.linear(4, 2)(array([[1, 2]]))).toThrow("linear(4, 2) needs 4 features in the last axis");
  expect(() => criterion(model(images), array([1], "int32"))).toThrow("one label a sample");
});

it("leaves no tensors behind in a loop of training and measuring", async () => {
  const model = new SimpleANN();
  const criterion = nn.crossEntropyLoss();
  const optimizer = optim.adam(model.parameters());
  const epoch = () => {
    let running = 0;
    for (let i = 0; i < 20; i++) {
      optimizer.zeroGrad();
      const loss = criterion(model(images), labels);
      loss.backward();
      optimizer.step();
      running += loss.item();
    }
    noGrad(() => model(images).argMax(1).dispose());
    return running;
  };
  epoch();
  const before = await settledTensors();
  for (let i = 0; i < 3; i++) expect(epoch()).toBeGreaterThan(0);
  expect(await settledTensors()).toBeLessThanOrEqual(before);
});

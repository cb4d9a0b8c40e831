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
import { type Tensor, tf } from "../../../src/tensorflow.ts";
import { fewDigits } from "./digits.ts";

/** The model of seeds 001 and 002. */
class SimpleANN extends nn.Module {
  fc1 = nn.linear(28 * 28, 128);
  fc2 = nn.linear(128, 64);
  fc3 = nn.linear(64, 10);

  override forward(input: Tensor): Tensor {
    let x = input.reshape([-1, 28 * 28]);
    x = tf.relu(this.fc1(x));
    x = tf.relu(this.fc2(x));
    x = this.fc3(x);
    return x;
  }
}

let trainset: ArrayDataset;
let testset: ArrayDataset;
beforeAll(async () => {
  const transform = transforms.compose([transforms.toTensor(), transforms.normalize([0.5], [0.5])]);
  const [train, test] = await fewDigits();
  trainset = new ArrayDataset(...train, { transform });
  testset = new ArrayDataset(...test, { transform });
});

/** The seeds' last cell: how many of a hundred test images are named right. */
async function accuracy(model: SimpleANN, testloader: DataLoader): Promise<number> {
  let correct = 0;
  let total = 0;
  await noGrad(async () => {
    for await (const [images, labels] of testloader) {
      const outputs = model(images);
      const predicted = (await fromTensor(outputs)).argMax(1);
      total += labels.length;
      correct += predicted.equal(labels).sum();
    }
  });
  return (100 * correct) / total;
}

it("trains with momentum, says the running loss every so many batches, and is right far more often than before", async () => {
  setRandomSeed(1);
  const trainloader = new DataLoader(trainset, { batchSize: 64, shuffle: true });
  const testloader = new DataLoader(testset, { batchSize: 64, shuffle: false });
  const model = new SimpleANN();
  const before = await accuracy(model, testloader);

  const criterion = nn.crossEntropyLoss();
  const optimizer = optim.sgd(model.parameters(), { lr: 0.01, momentum: 0.9 });
  const lines: string[] = [];
  for (let epoch = 0; epoch < 3; epoch++) {
    let runningLoss = 0.0;
    let i = 0;
    for await (const [inputs, labels] of trainloader) {
      optimizer.zeroGrad();

      const outputs = model(inputs);
      const loss = criterion(outputs, labels);
      loss.backward();
      optimizer.step();

      runningLoss += loss.item();
      if (i % 30 === 29) {
        lines.push(`[Epoch ${epoch + 1}, Batch ${i + 1}] loss: ${(runningLoss / 30).toFixed(3)}`);
        runningLoss = 0.0;
      }
      i++;
    }
  }
  expect(lines).toHaveLength(6);
  expect(lines[3]).toMatch(/^\[Epoch 2, Batch 60\] loss: \d\.\d{3}$/);
  const after = await accuracy(model, testloader);
  expect(before).toBeLessThan(25);
  expect(after).toBeGreaterThan(80);
});

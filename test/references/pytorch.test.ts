import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mlxtendFiles } from "../../src/data/mnistFiles.ts";
import {
  ArrayDataset,
  DataLoader,
  fromTensor,
  mnist,
  type NDArray,
  nn,
  noGrad,
  optim,
  prepareFashionMnist,
  setRandomSeed,
  transforms,
} from "../../src/index.ts";
import { type Tensor, tf } from "../../src/tensorflow.ts";
import { noTorch } from "../src/torch.ts";
import { askScript } from "./askScript.ts";

/**
 * Each network's ten epochs are 630 steps on 4,000 digits, and a thousand digits tell them apart: one run differs from the next by 0.8 to 1.8
 * points (standard deviation). Half a point between means therefore takes forty seeds, which TOILE_TEST_LONG=1 asks for.
 */
const long = process.env.TOILE_TEST_LONG === "1";
const job = long ? { seeds: 40, epochs: 10, points: 0.5 } : { seeds: 3, epochs: 10, points: 4 };

const cases = [
  {
    title: "text 000: 784-256-128-10, SGD",
    printed: "93.94 % on all of MNIST",
    sizes: [784, 256, 128, 10],
    momentum: 0,
    normalize: false,
  },
  {
    title: "texts 001 and 002: 784-128-64-10, SGD with momentum, normalised",
    printed: "9.35 % before and 97.61 % after on all of MNIST",
    sizes: [784, 128, 64, 10],
    momentum: 0.9,
    normalize: true,
  },
] as const;

type Case = (typeof cases)[number];

class Network extends nn.Module {
  fc1: ReturnType<typeof nn.linear>;
  fc2: ReturnType<typeof nn.linear>;
  fc3: ReturnType<typeof nn.linear>;

  constructor([input, first, second, output]: Case["sizes"]) {
    super();
    this.fc1 = nn.linear(input, first);
    this.fc2 = nn.linear(first, second);
    this.fc3 = nn.linear(second, output);
  }

  override forward(x: Tensor): Tensor {
    return this.fc3(tf.relu(this.fc2(tf.relu(this.fc1(x)))));
  }
}

describe.skipIf(noTorch)(`accuracy beside PyTorch${noTorch ? ` (skipped: ${noTorch})` : ""}`, () => {
  let expected: [before: number, after: number][][];
  beforeAll(async () => {
    const { dir } = await prepareFashionMnist();
    await mnist.load();
    const digits = path.join(path.dirname(dir), mlxtendFiles.folder, mlxtendFiles.files[0]!.name);
    expected = await askScript("pytorch_accuracy.py", { ...job, cases, digits });
  }, 1_800_000);

  it.each(cases.map((one, i) => [one.title, one, i] as const))(
    "%s",
    async (title, one, i) => {
      const [train, test] = (await mnist.load()).map(([x, y]) => dataset(one, x, y)) as [
        ArrayDataset,
        ArrayDataset,
      ];
      const ours: [before: number, after: number][] = [];
      for (let seed = 0; seed < job.seeds; seed++) ours.push(await run(one, train, test, seed));
      const [before, after] = [ours, expected[i]!].map(texts) as [string, string];
      console.log(
        `${title}, ${job.seeds} seeds, before and after: Toile ${before}, PyTorch ${after}, the course ${one.printed}`,
      );
      expect(Math.abs(meanAfter(ours) - meanAfter(expected[i]!)) * 100).toBeLessThan(job.points);
      for (const [start] of ours) expect(start).toBeLessThan(0.3);
    },
    1_800_000,
  );
});

function dataset({ normalize }: Case, x: NDArray, y: NDArray): ArrayDataset {
  const transform = normalize
    ? transforms.compose([transforms.toTensor(), transforms.normalize([0.5], [0.5])])
    : transforms.toTensor();
  return new ArrayDataset(x, y, { transform });
}

async function run(one: Case, train: ArrayDataset, test: ArrayDataset, seed: number) {
  setRandomSeed(seed);
  const model = new Network(one.sizes);
  const before = await measure(model, test);
  const optimizer = optim.sgd(model.parameters(), { lr: 0.01, momentum: one.momentum });
  const criterion = nn.crossEntropyLoss();
  const loader = new DataLoader(train, { batchSize: 64, shuffle: true });
  model.train();
  for (let epoch = 0; epoch < job.epochs; epoch++) {
    for await (const [images, labels] of loader) {
      optimizer.zeroGrad();
      criterion(model(images.flatten(1)), labels).backward();
      optimizer.step();
    }
  }
  return [before, await measure(model, test)] as [number, number];
}

async function measure(model: Network, test: ArrayDataset): Promise<number> {
  model.eval();
  let correct = 0;
  await noGrad(async () => {
    for await (const [images, labels] of new DataLoader(test, { batchSize: 64 })) {
      const predicted = (await fromTensor(model(images.flatten(1)))).argMax(1);
      correct += predicted.equal(labels).sum();
    }
  });
  return correct / test.length;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanAfter = (runs: readonly (readonly [number, number])[]) => mean(runs.map(([, after]) => after));

function texts(runs: readonly (readonly [number, number])[]): string {
  const after = runs.map(([, value]) => value);
  const deviation = Math.sqrt(mean(after.map((value) => (value - mean(after)) ** 2)));
  return `${mean(runs.map(([start]) => start)).toFixed(4)} and ${mean(after).toFixed(4)} (±${deviation.toFixed(4)})`;
}

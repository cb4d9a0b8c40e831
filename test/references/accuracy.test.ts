import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mlxtendFiles } from "../../src/data/mnistFiles.ts";
import {
  fashionMnist,
  mnist,
  type NDArray,
  prepareFashionMnist,
  sequential,
  setRandomSeed,
  toCategorical,
  trainTestSplit,
} from "../../src/index.ts";
import { againstKeras, noKeras } from "../src/keras.ts";
import { askScript } from "./askScript.ts";
import { type Case, cases, type Samples } from "./cases.ts";

/**
 * With TOILE_TEST_LONG=1 as much as the course trains, five seeds, within half a point. Otherwise a part of it and three seeds: there one run
 * differs from the next by a point (standard deviation), so that means of three may lie 2.5 points apart by chance.
 */
const long = process.env.TOILE_TEST_LONG === "1";
const job = long
  ? { samples: 60_000, validation: 12_000, seeds: [0, 1, 2, 3, 4], points: 0.5 }
  : { samples: 4_000, validation: 12_000, seeds: [0, 1, 2], points: 2.5 };

const chosen = long ? cases : cases.map((one) => ({ ...one, epochs: Math.min(one.epochs, 5) }));

describe.skipIf(noKeras)(againstKeras("accuracy after the course's epochs, mean of several seeds"), () => {
  let expected: number[][];
  beforeAll(async () => {
    const { dir } = await prepareFashionMnist();
    await mnist.load();
    const digits = path.join(path.dirname(dir), mlxtendFiles.folder, mlxtendFiles.files[0]!.name);
    expected = await askScript("keras_accuracy.py", { ...job, cases: chosen, clothes: dir, digits });
  }, 3_600_000);

  it.each(chosen.map((one, i) => [one.title, one, i] as const))(
    "%s",
    async (title, one, i) => {
      const samples = await load(one);
      const ours: number[] = [];
      for (const seed of job.seeds) ours.push(await train(one, samples, seed));
      const [a, b] = [mean(ours), mean(expected[i]!)];
      const texts = [a, b].map((value) => value.toFixed(4));
      console.log(
        `${title}: Toile ${texts[0]}, Keras ${texts[1]}, the course ${one.printed ?? "prints none"}`,
      );
      expect(Math.abs(a - b) * 100).toBeLessThan(job.points);
    },
    3_600_000,
  );
});

async function load(one: Case): Promise<Samples> {
  const [x, y, valX, valY] = await parts(one);
  const target = (labels: NDArray) => (one.oneHot ? toCategorical(labels, 10) : labels);
  const input = (images: NDArray) => images.div(255).reshape(-1, ...one.shape);
  return {
    train: [input(x.slice(0, job.samples)), target(y.slice(0, job.samples))],
    val: [input(valX.slice(0, job.validation)), target(valY.slice(0, job.validation))],
  };
}

/** The same split as in the Python script. */
async function parts({ data }: Case): Promise<[NDArray, NDArray, NDArray, NDArray]> {
  if (data === "digits") {
    const [[x, y], [testX, testY]] = await mnist.load();
    return [x, y, testX, testY];
  }
  const [[x, y]] = await fashionMnist.load();
  const cut = { testSize: 0.2, randomState: 42 };
  const [train, val, target, valTarget] = trainTestSplit(x, y, cut);
  if (data === "clothes") return [train, target, val, valTarget];
  const [again, rest, againTarget, restTarget] = trainTestSplit(train, target, cut);
  return [again, againTarget, rest, restTarget];
}

async function train(one: Case, { train: data, val }: Samples, seed: number): Promise<number> {
  setRandomSeed(seed);
  const model = sequential(one.ours());
  const loss = one.oneHot ? "categorical_crossentropy" : "sparse_categorical_crossentropy";
  model.compile({ optimizer: one.optimizer, loss, metrics: "accuracy" });
  await model.fit(...data, { epochs: one.epochs, batchSize: one.batchSize, verbose: 0 });
  const [, accuracy] = await model.evaluate(...val, { verbose: 0 });
  return accuracy!;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

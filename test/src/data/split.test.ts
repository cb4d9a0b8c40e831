import { beforeAll, describe, expect, it } from "vitest";
import { NDArray } from "../../../src/array/ndarray.ts";
import { fashionMnist } from "../../../src/data/fashionMnist.ts";
import { type SplitOptions, trainTestSplit } from "../../../src/data/split.ts";
import { runPython, skipReason } from "../python.ts";

const numbers = (length: number) => Array.from({ length }, (_, i) => i);

describe("on Fashion-MNIST", () => {
  let target: NDArray<"uint8">;
  beforeAll(async () => {
    [[, target]] = await fashionMnist.load();
  });

  it("gives the labels that the course prints, once and split once more", () => {
    const [train, validation] = trainTestSplit(target, { testSize: 0.2, randomState: 42 });
    expect([train.length, validation.length]).toEqual([48_000, 12_000]);
    expect(train.slice(0, 10).toArray()).toEqual([7, 3, 5, 8, 6, 9, 3, 3, 9, 9]);
    const [again, rest] = trainTestSplit(train, { testSize: 0.2, randomState: 42 });
    expect([again.length, rest.length]).toEqual([38_400, 9_600]);
    expect(again.slice(0, 10).toArray()).toEqual([9, 4, 9, 0, 4, 9, 3, 6, 4, 7]);
  });
});

describe.skipIf(skipReason)(`against scikit-learn${skipReason ? ` (skipped: ${skipReason})` : ""}`, () => {
  const labels = numbers(103).map((i) => (i * i) % 7);
  const cases: [samples: number, options: SplitOptions, python: string][] = [
    [10, { randomState: 0 }, "random_state=0"],
    [103, { testSize: 0.2, randomState: 42 }, "test_size=0.2, random_state=42"],
    [103, { testSize: 17, randomState: 7 }, "test_size=17, random_state=7"],
    [103, { trainSize: 0.33, randomState: 7 }, "train_size=0.33, random_state=7"],
    [
      103,
      { trainSize: 50, testSize: 0.1, randomState: 2 ** 32 - 1 },
      "train_size=50, test_size=0.1, random_state=2**32-1",
    ],
    [103, { testSize: 0.25, shuffle: false }, "test_size=0.25, shuffle=False"],
    [
      103,
      { testSize: 0.3, randomState: 1, stratify: labels },
      "test_size=0.3, random_state=1, stratify=labels",
    ],
    [
      103,
      { testSize: 20, trainSize: 41, randomState: 5, stratify: labels },
      "test_size=20, train_size=41, random_state=5, stratify=labels",
    ],
    [70_000, { testSize: 0.2, randomState: 123 }, "test_size=0.2, random_state=123"],
  ];
  let expected: [number[], number[]][];
  beforeAll(() => {
    const calls = cases.map(([samples, , python]) => `split(${samples}, ${python})`);
    expected = runPython(`
import json
from sklearn.model_selection import train_test_split
labels = [(i * i) % 7 for i in range(103)]
split = lambda samples, **options: train_test_split(list(range(samples)), **options)
print(json.dumps([${calls.join()}]))`);
  });
  it.each(cases.map((one, i) => [...one, i] as const))(
    "splits %i samples as it does, case %#",
    (samples, options, _, i) => {
      expect(trainTestSplit(numbers(samples), options)).toEqual(expected[i]);
    },
  );
});

it("keeps rows of several arrays together", () => {
  const images = new NDArray(Uint8Array.from(numbers(40)), [10, 2, 2]);
  const names = numbers(10).map((i) => `image ${i}`);
  const [trainImages, testImages, trainNames, testNames] = trainTestSplit(images, names, { randomState: 3 });
  expect(testImages.shape).toEqual([3, 2, 2]);
  const read = [
    ...numbers(7).map((i) => trainImages.item(i, 0, 0)),
    ...numbers(3).map((i) => testImages.item(i, 0, 0)),
  ];
  expect([...trainNames, ...testNames]).toEqual(read.map((pixel) => `image ${pixel / 4}`));
});

it("names the size that does not fit", () => {
  expect(() => trainTestSplit(numbers(10), { testSize: 10 })).toThrow(
    "testSize is a share between 0 and 1 or a number of samples from 1 to 9, got 10",
  );
  expect(() => trainTestSplit(numbers(10), { testSize: 1.5 })).toThrow("got 1.5");
  expect(() => trainTestSplit(numbers(10), { testSize: 6, trainSize: 6 })).toThrow(
    "need more than 10 samples",
  );
  expect(() => trainTestSplit(numbers(10), numbers(9))).toThrow("different numbers of samples: 10, 9");
  expect(() => trainTestSplit([1], { testSize: 0.2 })).toThrow("the train part would be empty");
  expect(() => trainTestSplit(numbers(4), { stratify: [0, 0, 0, 1] })).toThrow("two samples of every class");
});

import { describe, expect, it, vi } from "vitest";
import { KFold } from "../../../src/data/kFold.ts";
import { StratifiedKFold } from "../../../src/data/stratifiedKFold.ts";
import { RandomState } from "../../../src/random/randomState.ts";
import { askSklearn, skipReason, title } from "../linear/sklearn.ts";

const run = `
from sklearn.model_selection import KFold, StratifiedKFold
def run(case):
    kind = StratifiedKFold if case["stratified"] else KFold
    cv = kind(case["splits"], shuffle=case["seed"] is not None, random_state=case["seed"])
    return [[train, test] for train, test in cv.split(np.zeros(len(case["labels"])), np.array(case["labels"]))]`;

const cases = [true, false].flatMap((stratified) =>
  [null, 0, 42].flatMap((seed) =>
    [2, 3, 5, 7].map((splits) => ({ stratified, seed, splits, labels: labels(50 + splits, 10 * splits) })),
  ),
);

function labels(length: number, seed: number): number[] {
  const random = new RandomState(seed);
  return Array.from({ length }, () => [7, 1, 4, 4, 1, 1][random.interval(5)]!);
}

describe.skipIf(skipReason)(title, () => {
  const references = skipReason ? [] : askSklearn<number[][][]>(run, cases);

  it.each(
    cases.map((one, i) => [one.stratified ? "StratifiedKFold" : "KFold", one.splits, one.seed, i] as const),
  )("%s gives the same %i parts for seed %s", (_, splits, seed, i) => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const one = cases[i]!;
    const options = seed === null ? {} : { shuffle: true, randomState: seed };
    const cv = one.stratified ? new StratifiedKFold(splits, options) : new KFold(splits, options);
    const parts = [...cv.split(one.labels, one.labels)].map((pair) => pair.map((indices) => [...indices]));
    expect(parts).toEqual(references[i]);
  });
});

it("says what is wrong with parts that cannot be made", () => {
  expect(() => new KFold(1)).toThrow("setting nSplits=2 or more, got nSplits=1.");
  expect(() => new StratifiedKFold(3, { randomState: 1 })).toThrow("since shuffle is false");
  expect(() => [...new KFold(5).split([1, 2, 3])]).toThrow(
    "nSplits=5 greater than the number of samples: 3.",
  );
  expect(() => [...new StratifiedKFold(3).split([1, 2, 3])]).toThrow("needs the class labels");
  expect(() => [...new StratifiedKFold(3).split([1, 2, 3, 4], [1, 1, 2, 2])]).toThrow(
    "nSplits=3 cannot be greater than the number of members in each class.",
  );
});

it("warns of a class with fewer samples than parts", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect([...new StratifiedKFold(3).split([1, 2, 3, 4], [1, 1, 1, 2])]).toHaveLength(3);
  expect(warn).toHaveBeenCalledWith(
    "UserWarning: The least populated class in y has only 1 members, which is less than nSplits=3.",
  );
  vi.restoreAllMocks();
});

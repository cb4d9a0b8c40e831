import { describe, expect, it } from "vitest";
import { MT19937 } from "../../../src/random/mt19937.ts";
import { RandomState } from "../../../src/random/randomState.ts";
import { runPython, skipReason } from "../python.ts";

it("refuses what numpy refuses as a seed", () => {
  for (const seed of [-1, 2 ** 32, 1.5, Number.NaN]) {
    expect(() => new MT19937(seed)).toThrow(`a seed is an integer from 0 to 4294967295, got ${seed}`);
  }
});

it("draws a random seed where none is given", () => {
  expect(new RandomState().permutation(1000)).not.toEqual(new RandomState().permutation(1000));
});

it("draws from the whole interval and never outside it", () => {
  const random = new RandomState(1);
  const drawn = new Set(Array.from({ length: 200 }, () => random.interval(4)));
  expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4]);
});

describe.skipIf(skipReason)(`against numpy${skipReason ? ` (skipped: ${skipReason})` : ""}`, () => {
  it.each([0, 1, 42, 2 ** 31, 2 ** 32 - 1])("continues numpy's stream for seed %i", (seed) => {
    const [words, order, floats] = runPython<[number[], number[], number[]]>(`
import json, numpy as np
r = np.random.RandomState(${seed})
words = [int(r.randint(0, 2**32, dtype=np.uint32)) for _ in range(2000)]
print(json.dumps([words, r.permutation(777).tolist(), r.random_sample(5).tolist()]))`);
    const random = new RandomState(seed);
    expect(Array.from(words, () => random.seed())).toEqual(words);
    expect([...random.permutation(777)]).toEqual(order);
    expect(floats.map(() => random.random())).toEqual(floats);
  });
});

import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { NDArray } from "../../../src/array/ndarray.ts";
import { ArrayDataset, type Batch } from "../../../src/data/arrayDataset.ts";
import { DataLoader } from "../../../src/data/dataLoader.ts";
import * as transforms from "../../../src/data/transforms.ts";
import { setRandomSeed } from "../../../src/random/globalState.ts";
import { python, runPython, skipReason } from "../python.ts";

const samples = 103;
const x = new NDArray(
  Uint8Array.from({ length: samples * 4 }, (_, i) => i % 256),
  [samples, 2, 2],
);
const y = new NDArray(
  Uint8Array.from({ length: samples }, (_, i) => i),
  [samples],
);

function labels(loader: Iterable<Batch>): number[][] {
  return Array.from(loader, ([, target]) => [...target.data]);
}

it("gives all samples once, batch by batch, the last one smaller", () => {
  const loader = new DataLoader([x, y], { batchSize: 10 });
  expectTypeOf([...loader]).toEqualTypeOf<Batch[]>();
  const batches = [...loader];
  expect([loader.length, batches.length]).toEqual([11, 11]);
  expect(batches.map(([inputs]) => inputs.shape[0])).toEqual([...Array(10).fill(10), 3]);
  expect(batches[1]![0].shape).toEqual([10, 2, 2]);
  expect(labels(loader).flat()).toEqual([...y.data]);
});

it("leaves out the smaller batch where asked", () => {
  const loader = new DataLoader([x, y], { batchSize: 10, dropLast: true });
  expect([loader.length, labels(loader).length]).toEqual([10, 10]);
});

it("keeps inputs with their targets when it shuffles, in a new order each time", () => {
  const loader = new DataLoader([x, y], { batchSize: 64, shuffle: true, seed: 7 });
  for (const [inputs, targets] of loader) {
    for (let i = 0; i < targets.length; i++) expect(inputs.item(i, 0, 0)).toBe((4 * targets.item(i)) % 256);
  }
  const [first, second] = [labels(loader).flat(), labels(loader).flat()];
  expect(first).not.toEqual(second);
  expect(first.toSorted((a, b) => a - b)).toEqual(second.toSorted((a, b) => a - b));
});

describe("without a seed", () => {
  const shuffled = () => labels(new DataLoader([x, y], { shuffle: true })).flat();
  beforeEach(() => setRandomSeed(3));

  it("follows setRandomSeed", () => {
    const first = [shuffled(), shuffled()];
    setRandomSeed(3);
    expect([shuffled(), shuffled()]).toEqual(first);
    expect(first[0]).not.toEqual(first[1]);
  });
});

const noTorch = skipReason ?? missingTorch();
function missingTorch(): string | undefined {
  const found = runPython<boolean>(
    'import importlib.util as u, json; print(json.dumps(bool(u.find_spec("torch"))))',
  );
  return found ? undefined : `${python} has no torch`;
}

describe.skipIf(noTorch)(`against PyTorch${noTorch ? ` (skipped: ${noTorch})` : ""}`, () => {
  it("gives the batches of a generator with the same seed, epoch after epoch", () => {
    const expected = runPython<number[][][]>(`
import json, torch
from torch.utils.data import DataLoader, TensorDataset
def epochs(n, seed, **options):
    data = TensorDataset(torch.arange(n))
    loader = DataLoader(data, shuffle=True, generator=torch.Generator().manual_seed(seed), **options)
    return [[b[0].tolist() for b in loader] for _ in range(3)]
print(json.dumps(epochs(103, 0, batch_size=10) + epochs(4000, 2**32 - 1, batch_size=64, drop_last=True)))`);
    const large = new NDArray(Int32Array.from({ length: 4000 }, (_, i) => i));
    const small = new DataLoader([x, y], { batchSize: 10, shuffle: true, seed: 0 });
    const dropping = new DataLoader([large, large], {
      batchSize: 64,
      shuffle: true,
      dropLast: true,
      seed: 2 ** 32 - 1,
    });
    const epochs = [small, small, small, dropping, dropping, dropping].map((loader) => labels(loader));
    expect(epochs).toEqual(expected);
  });
});

describe("of an object with length and get", () => {
  const squares = { length: 5, get: (i: number): [number[], number] => [[i, i * i], i] };

  it("joins samples: whole numbers to int32, lists and arrays to one more axis", () => {
    const [[inputs, targets]] = [...new DataLoader(squares, { batchSize: 5 })] as [Batch];
    expect([inputs.shape, inputs.dtype, targets.dtype]).toEqual([[5, 2], "float32", "int32"]);
    expect(targets.toArray()).toEqual([0, 1, 2, 3, 4]);
  });

  it("waits for samples that come later, with for await only", async () => {
    const slow = { length: 5, get: async (i: number) => squares.get(i) };
    const loader = new DataLoader(slow, { batchSize: 2 });
    const sizes: number[] = [];
    for await (const [inputs] of loader) sizes.push(inputs.length);
    expect(sizes).toEqual([2, 2, 1]);
    expect(() => [...loader]).toThrow("iterate with `for await (... of loader)`");
  });
});

it("transforms each sample as it is asked for", () => {
  let calls = 0;
  const half = transforms.compose([
    (image) => {
      calls++;
      return image;
    },
    transforms.toTensor(),
  ]);
  const data = new ArrayDataset(x, y, { transform: half });
  const loader = new DataLoader(data, { batchSize: 10 });
  const [first] = loader;
  const [inputs] = first!;
  expect([inputs.shape, calls]).toEqual([[10, 1, 2, 2], 10]);
  expect(data.get(1)[0].item(0, 0, 0)).toBeCloseTo(4 / 255);
});

it("lets the event loop live while a notebook waits for batches", async () => {
  const data = new ArrayDataset(x, y, {
    transform: (image) => {
      const end = performance.now() + 2;
      while (performance.now() < end);
      return image;
    },
  });
  let lived = false;
  setImmediate(() => {
    lived = true;
  });
  for await (const _ of new DataLoader(data, { batchSize: 1 }));
  expect(lived).toBe(true);
});

it("names what does not fit", () => {
  expect(() => new DataLoader([x, y], { batchSize: 0 })).toThrow(
    "batchSize is a whole number of at least 1, got 0",
  );
  expect(() => new DataLoader([x, y], { seed: 1 })).toThrow("seed has no effect without shuffle: true");
  expect(() => new DataLoader([x, y.slice(1)])).toThrow("103 inputs but 102 targets");
  expect(() => new DataLoader({ length: 3 } as never)).toThrow("or an object with length and get(index)");
});

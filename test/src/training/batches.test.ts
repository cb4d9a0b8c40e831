import { describe, expect, it, vi } from "vitest";
import type { Batch } from "../../../src/index.ts";
import { layers, sequential, toTensor } from "../../../src/index.ts";
import { tf } from "../../../src/tensorflow.ts";
import { classifier, weightsOf, x, y } from "../callbacks/small.ts";

const quiet = { verbose: 0 } as const;

/** The samples in four batches, the last smaller. */
const parts = [0, 20, 40, 60].map((from) => [x.slice(from, from + 20), y.slice(from, from + 20)] as const);
const list: Batch[] = [...parts];

async function* generator(): AsyncGenerator<Batch> {
  for (let i = 0; ; i++) yield list[i % list.length]!;
}

/** Goes through the batches as often as it is asked to. */
const loader = { [Symbol.iterator]: () => list[Symbol.iterator](), length: list.length };

describe("batches train as arrays do", () => {
  it.each([
    ["a list", list, {}],
    ["a data loader", loader, {}],
    ["an endless generator", generator(), { stepsPerEpoch: 4 }],
    ["tf.data", tf.data.array(parts.map(([xs, ys]) => ({ xs: toTensor(xs), ys: toTensor(ys) }))), {}],
  ] as const)("from %s", async (_name, batches, options) => {
    const arrays = classifier();
    const validationData = [x, y] as const;
    const expected = await arrays.fit(x, y, {
      ...quiet,
      epochs: 3,
      batchSize: 20,
      shuffle: false,
      validationData,
    });
    const model = classifier();
    const { history } = await model.fit(batches as typeof list, {
      ...quiet,
      epochs: 3,
      ...options,
      validationData: list,
    });
    expect(weightsOf(model)).toEqual(weightsOf(arrays));
    for (const [name, values] of Object.entries(expected.history)) {
      for (const [i, value] of values.entries()) expect(history[name]![i]).toBeCloseTo(value, 6);
    }
  });

  it("and evaluate too", async () => {
    const model = classifier();
    const [loss, accuracy] = await model.evaluate(list, quiet);
    const expected = await model.evaluate(x, y, quiet);
    expect(loss).toBeCloseTo(expected[0]!, 6);
    expect(accuracy).toBeCloseTo(expected[1]!, 6);
    const first = await model.evaluate(x, y, { ...quiet, steps: 1, batchSize: 32, returnDict: true });
    expect(first).toEqual(
      await model.evaluate(x.slice(0, 32), y.slice(0, 32), { ...quiet, returnDict: true }),
    );
  });

  it("with weights", async () => {
    const model = classifier();
    const weighted = parts.map(([xs, ys]): Batch => [xs, ys, ys]);
    const [loss] = await model.evaluate(weighted, quiet);
    expect(loss).toBeCloseTo((await model.evaluate(x, y, { ...quiet, sampleWeight: y }))[0]!, 6);
  });

  it("in a model that takes its input's shape from them", async () => {
    const model = sequential([layers.dense(4, { activation: "softmax" })]);
    model.compile({ loss: "sparse_categorical_crossentropy" });
    await model.fit(list, quiet);
    expect(model.countParams()).toBe(16);
  });
});

it("ends the epoch with a warning where a finite generator ends", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const closed: string[] = [];
  function* once() {
    try {
      yield* list;
    } finally {
      closed.push("closed");
    }
  }
  await classifier().fit(once(), { ...quiet, stepsPerEpoch: 9 });
  expect(warn.mock.calls[0]![0]).toContain("the data ended after 4 of 9 steps");
  await expect(classifier().fit(once(), { ...quiet, epochs: 2 })).rejects.toThrow("a generator runs once");
  await classifier().fit(once(), { ...quiet, stepsPerEpoch: 2 });
  expect(closed).toEqual(["closed", "closed", "closed"]);
  warn.mockRestore();
});

it("says what fits neither arrays nor batches", async () => {
  const model = classifier();
  const fit = (...args: unknown[]) => (model.fit as (...args: unknown[]) => Promise<unknown>)(...args);
  await expect(fit(x)).rejects.toThrow("fit needs targets: fit(x, y, options)");
  await expect(fit(x, quiet)).rejects.toThrow("fit needs targets");
  await expect(fit(list, y)).rejects.toThrow("fit takes batches without targets");
  await expect(fit([[x, y]], { ...quiet, batchSize: 3 })).rejects.toThrow("batches already have a size");
  await expect(fit(new Set([1]), quiet)).rejects.toThrow("a batch is [x, y] or [x, y, sampleWeight], got 1");
});

it("trains, measures and predicts on one batch", async () => {
  const model = classifier();
  const twin = classifier();
  const before = await model.testOnBatch(x, y, { returnDict: true });
  expect(await model.trainOnBatch(x, y)).toEqual(Object.values(before));
  await twin.fit(x, y, { ...quiet, batchSize: 70 });
  expect((await model.testOnBatch(x, y))[0]).toBeCloseTo(
    (await twin.evaluate(x, y, { ...quiet, batchSize: 70 }))[0]!,
    6,
  );
  expect((await model.predictOnBatch(x)).equal(await model.predict(x)).mean()).toBe(1);
  const weighted = await model.testOnBatch(x, y, { sampleWeight: y, returnDict: true });
  expect(weighted.loss).not.toBe((await model.testOnBatch(x, y))[0]);
});

import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { callbacks, setRandomSeed } from "../../../src/index.ts";
import { classifier, temporaryFolder, weightsOf, x, y } from "./small.ts";

const symbol = Symbol.for("toile.kernel");
const globals = globalThis as { [symbol]?: unknown };
afterEach(() => {
  delete globals[symbol];
});

const options = { epochs: 6, batchSize: 16, verbose: 0 } as const;

async function uninterrupted() {
  const model = classifier();
  setRandomSeed(7);
  const { history } = await model.fit(x, y, options);
  return { weights: weightsOf(model), losses: history.loss };
}

/** Trains until the user interrupts in the middle of the epoch, or of the slice after so many batches. */
async function interrupted(callback: callbacks.Callback, epoch: number, batch = 2) {
  const abort = new AbortController();
  globals[symbol] = { version: 1, signal: abort.signal };
  let current = 0;
  const ended: string[] = [];
  const interrupt = {
    onEpochBegin: (i: number) => {
      current = i;
    },
    onTrainBatchEnd: (i: number) => {
      if (current === epoch && i === batch) abort.abort();
    },
    onTrainEnd: () => void ended.push("train end"),
  };
  const model = classifier();
  setRandomSeed(7);
  await expect(model.fit(x, y, { ...options, callbacks: [callback, interrupt] })).rejects.toMatchObject({
    name: "KeyboardInterrupt",
  });
  expect(ended).toEqual([]);
  delete globals[symbol];
  return model;
}

it("goes on after an interrupt to the same losses and weights, in a new model with another seed", async () => {
  const folder = path.join(temporaryFolder(), "backup");
  await interrupted(callbacks.backupAndRestore(folder), 3);
  expect(existsSync(folder)).toBe(true);
  const model = classifier();
  setRandomSeed(99);
  const { epoch, history } = await model.fit(x, y, {
    ...options,
    callbacks: callbacks.backupAndRestore(folder),
  });
  const expected = await uninterrupted();
  expect(epoch).toEqual([3, 4, 5]);
  expect(history.loss).toEqual(expected.losses.slice(3));
  expect(weightsOf(model)).toEqual(expected.weights);
  expect(existsSync(folder)).toBe(false);
});

it("leaves the interrupted model usable, which goes on too", async () => {
  const folder = path.join(temporaryFolder(), "backup");
  const model = await interrupted(callbacks.backupAndRestore(folder), 2);
  const [loss] = await model.evaluate(x, y, { verbose: 0 });
  expect(loss).toBeGreaterThan(0);
  await model.fit(x, y, { ...options, callbacks: callbacks.backupAndRestore(folder) });
  expect(weightsOf(model)).toEqual((await uninterrupted()).weights);
});

it("keeps one backup, or two, or the last where it is asked to", async () => {
  const folder = path.join(temporaryFolder(), "backup");
  const model = classifier();
  const keep = { deleteCheckpoint: false };
  await model.fit(x, y, { ...options, epochs: 3, callbacks: callbacks.backupAndRestore(folder, keep) });
  expect(readdirSync(folder)).toEqual(["epoch-3-batch-0.weights.h5", "training_metadata.json"]);
  const twice = callbacks.backupAndRestore(folder, { ...keep, doubleCheckpoint: true });
  const { epoch } = await model.fit(x, y, { ...options, epochs: 5, callbacks: twice });
  expect(epoch).toEqual([3, 4]);
  expect(readdirSync(folder)).toHaveLength(4);
  writeFileSync(path.join(folder, "training_metadata.json"), '{"epoch": 5, "wei');
  const again = await model.fit(x, y, { ...options, epochs: 6, callbacks: twice });
  expect(again.epoch).toEqual([4, 5]);
});

it("backs up after a number of batches", async () => {
  const folder = path.join(temporaryFolder(), "backup");
  await interrupted(callbacks.backupAndRestore(folder, { saveFreq: 2 }), 1, 3);
  expect(readdirSync(folder)).toContain("epoch-1-batch-2.weights.h5");
});

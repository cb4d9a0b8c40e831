import { expect, it } from "vitest";
import { callbacks, loadModel } from "../../../src/index.ts";
import { settledTensors } from "../garbage.ts";
import { classifier, temporaryFolder, x, y } from "./small.ts";

function all(folder: string) {
  return [
    callbacks.earlyStopping({ patience: 1, restoreBestWeights: true }),
    callbacks.modelCheckpoint(`${folder}/best.keras`, { saveBestOnly: true }),
    callbacks.reduceLROnPlateau({ patience: 1 }),
    callbacks.csvLogger(`${folder}/log.csv`),
    callbacks.tensorBoard({ logDir: folder }),
    callbacks.terminateOnNaN(),
    callbacks.backupAndRestore(`${folder}/backup`),
  ];
}

const options = { epochs: 2, verbose: 0, validationSplit: 0.3, classWeight: { 1: 2 } } as const;

it("keeps memory flat over 50 runs of fit with every callback", { timeout: 300_000 }, async () => {
  const folder = temporaryFolder();
  const model = classifier();
  const run = () => model.fit(x, y, { ...options, callbacks: all(folder) });
  await run();
  const before = await settledTensors();
  for (let i = 0; i < 50; i++) await run();
  expect(await settledTensors()).toBe(before);
});

it("frees loaded models that nothing reaches", async () => {
  const file = `${temporaryFolder()}/m.keras`;
  await classifier().save(file);
  const cell = async () => void (await (await loadModel(file)).fit(x, y, { verbose: 0 }));
  for (let i = 0; i < 6; i++) await cell();
  const before = await settledTensors();
  for (let i = 0; i < 20; i++) await cell();
  expect(await settledTensors()).toBeLessThanOrEqual(before);
});

it("frees what it held when a callback throws", async () => {
  const model = classifier();
  await model.fit(x, y, { verbose: 0 });
  const before = await settledTensors();
  for (const hook of ["onTrainBatchEnd", "onTestBegin", "onEpochEnd"] as const) {
    const broken = {
      [hook]() {
        throw new Error(`broken ${hook}`);
      },
    };
    await expect(model.fit(x, y, { ...options, callbacks: broken })).rejects.toThrow(`broken ${hook}`);
  }
  expect(await settledTensors()).toBe(before);
  expect((await model.fit(x, y, { verbose: 0 })).epoch).toEqual([0]);
});

import { CallbackList } from "../callbacks/callbackList.ts";
import { isBatches } from "./batches.ts";
import { BatchLoop } from "./batchLoop.ts";
import { trainableVariables } from "./eagerTrainStep.ts";
import { measure } from "./evaluate.ts";
import type { Feed } from "./feed.ts";
import { type Data, testFeed, trainFeed } from "./feeds.ts";
import { checkFitOptions, type FitOptions, isValidated } from "./fitOptions.ts";
import type { History, Logs } from "./history.ts";
import type { Samples } from "./inputs.ts";
import { Pacing } from "./pacing.ts";
import { type Trainee, takeResumed } from "./trainee.ts";
import { splitLast } from "./validationSplit.ts";
import { verboseNumber } from "./verbose.ts";

/** Trains a model in place. See `Model.fit`. */
export async function trainModel(trainee: Trainee, data: Data, options: FitOptions = {}): Promise<History> {
  checkFitOptions(options);
  const { validationSplit, validationData } = options;
  if (!validationSplit || validationData !== undefined) return trainOn(trainee, data, options);
  if (isBatches(data.x))
    throw new TypeError("validationSplit goes with arrays: give validationData beside batches");
  const parts = [data.x, data.y as Samples, ...(options.sampleWeight ? [options.sampleWeight] : [])];
  const split = parts.map((samples) => splitLast(samples, validationSplit));
  try {
    const [x, y, weights] = split;
    const { sampleWeight: _, ...rest } = options;
    const validation = split.map((part) => part.validation) as unknown as readonly [Samples, Samples];
    return await trainOn(
      trainee,
      { x: x!.train, y: y!.train },
      { ...rest, ...(weights && { sampleWeight: weights.train }), validationData: validation },
    );
  } finally {
    for (const part of split) part.dispose();
  }
}

async function trainOn(trainee: Trainee, data: Data, options: FitOptions): Promise<History> {
  const { batchSize, stepsPerEpoch: steps, shuffle = true, classWeight, sampleWeight } = options;
  const feed = trainFeed(trainee, data, {
    batchSize,
    steps,
    shuffle,
    classWeight,
    sampleWeight,
    goesOn: true,
  });
  try {
    const validation = validationFeed(trainee, options);
    try {
      return await runEpochs(trainee, feed, validation, options);
    } finally {
      await validation?.dispose();
    }
  } finally {
    await feed.dispose();
  }
}

function validationFeed(trainee: Trainee, options: FitOptions): Feed | undefined {
  const { validationData, validationSteps: steps, validationBatchSize, batchSize } = options;
  if (validationData === undefined) return undefined;
  if (isBatches(validationData)) {
    return testFeed(trainee, { x: validationData, y: undefined }, { steps, batchSize: validationBatchSize });
  }
  if (!Array.isArray(validationData) || validationData.length < 2 || validationData.length > 3) {
    throw new TypeError("validationData is [x, y], [x, y, sampleWeight] or batches of them");
  }
  const [x, y, sampleWeight] = validationData as readonly [Samples, Samples, Samples?];
  return testFeed(trainee, { x, y }, { steps, batchSize: validationBatchSize ?? batchSize, sampleWeight });
}

async function runEpochs(
  { owner, model, compiled }: Trainee,
  feed: Feed,
  validation: Feed | undefined,
  { epochs = 1, verbose = "auto", callbacks: given, initialEpoch = 0, validationFreq }: FitOptions,
): Promise<History> {
  const level = verboseNumber(verbose);
  const params = { verbose: level, epochs, steps: feed.steps ?? null };
  const callbacks = new CallbackList(given, owner, params, { history: true, progressBar: level !== 0 });
  return callbacks.accompany(async () => {
    const pacing = new Pacing("fit");
    const loop = new BatchLoop("train", callbacks, pacing, () => owner.stopTraining);
    owner.stopTraining = false;
    takeResumed(owner);
    await callbacks.call("onTrainBegin");
    let last: Logs = {};
    for (let epoch = takeResumed(owner) ?? initialEpoch; epoch < epochs; epoch++) {
      await callbacks.call("onEpochBegin", epoch);
      const logs = await feed.run(loop);
      if (validation !== undefined && isValidated(epoch, validationFreq)) {
        for (const [name, value] of Object.entries(await measure(validation, callbacks, pacing))) {
          logs[`val_${name}`] = value;
        }
      }
      last = { ...logs };
      await callbacks.call("onEpochEnd", epoch, logs);
      if (owner.stopTraining) break;
    }
    compiled.optimizer.finalize(trainableVariables(model));
    await callbacks.call("onTrainEnd", last);
    return callbacks.history;
  });
}

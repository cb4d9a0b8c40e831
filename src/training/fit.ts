import { CallbackList } from "../callbacks/callbackList.ts";
import { sampleArrays } from "./arrays.ts";
import { type BatchParts, isBatches } from "./batches.ts";
import { BatchLoop } from "./batchLoop.ts";
import { trainableVariables } from "./eagerTrainStep.ts";
import { measure } from "./evaluate.ts";
import type { Feed } from "./feed.ts";
import { type FeedData, testFeed, trainFeed } from "./feeds.ts";
import { checkFitOptions, type FitOptions, isValidated } from "./fitOptions.ts";
import type { History, Logs } from "./history.ts";
import { Pacing } from "./pacing.ts";
import type { Steps } from "./step.ts";
import { stoppable } from "./stoppable.ts";
import { type Data, feedDataOf } from "./trainArguments.ts";
import { type Trainee, takeResumed } from "./trainee.ts";
import { splitArrays } from "./validationSplit.ts";
import { verboseNumber } from "./verbose.ts";
import { withSteps } from "./withSteps.ts";

/** Of arrays that are not divided otherwise. */
const usualBatchSize = 32;

/** Trains a model in place. See `Model.fit`. */
export async function trainModel(trainee: Trainee, data: Data, options: FitOptions = {}): Promise<History> {
  checkFitOptions(options);
  const { validationSplit, validationData, sampleWeight } = options;
  const given = feedDataOf(trainee.model, data, sampleWeight);
  if (validationSplit && validationData === undefined) {
    return trainOnSplit(trainee, given, validationSplit, options);
  }
  return trainOn(trainee, given, (steps) => validationFeed(trainee, options, steps), options);
}

async function trainOnSplit(
  trainee: Trainee,
  data: FeedData,
  share: number,
  options: FitOptions,
): Promise<History> {
  if (!("arrays" in data)) {
    throw new TypeError("validationSplit goes with arrays: give validationData beside batches");
  }
  const { train, validation, dispose } = splitArrays(data.arrays, share);
  const makeValidation = (steps: Steps) =>
    testFeed(trainee, { arrays: validation }, validationOptions(options), steps);
  try {
    return await trainOn(trainee, { arrays: train }, makeValidation, options);
  } finally {
    dispose();
  }
}

async function trainOn(
  trainee: Trainee,
  data: FeedData,
  makeValidation: (steps: Steps) => Promise<Feed> | undefined,
  options: FitOptions,
): Promise<History> {
  const { batchSize = usualBatchSize } = options;
  return withSteps(trainee, batchSize, (steps) => trainBy(steps, trainee, data, makeValidation, options));
}

async function trainBy(
  steps: Steps,
  trainee: Trainee,
  data: FeedData,
  makeValidation: (steps: Steps) => Promise<Feed> | undefined,
  options: FitOptions,
): Promise<History> {
  const { batchSize, stepsPerEpoch, shuffle = true, classWeight } = options;
  const division = { batchSize, steps: stepsPerEpoch, shuffle, classWeight, goesOn: true };
  const feed = await stoppable(() => trainFeed(trainee, data, division, steps), "fit");
  try {
    const validation = await stoppable(() => makeValidation(steps), "fit");
    try {
      return await runEpochs(trainee, feed, validation, options);
    } finally {
      await validation?.dispose();
    }
  } finally {
    await feed.dispose();
  }
}

function validationFeed(trainee: Trainee, options: FitOptions, by: Steps): Promise<Feed> | undefined {
  const { validationData } = options;
  if (validationData === undefined) return undefined;
  const { model } = trainee;
  if (isBatches(validationData, model.inputs.length)) {
    const { validationSteps: steps, validationBatchSize: batchSize } = options;
    return testFeed(trainee, { batches: validationData }, { steps, batchSize }, by);
  }
  if (!Array.isArray(validationData) || validationData.length < 2 || validationData.length > 3) {
    throw new TypeError("validationData is [x, y], [x, y, sampleWeight] or batches of them");
  }
  const [x, y, sampleWeight] = validationData as BatchParts;
  const arrays = sampleArrays(model, x, y, sampleWeight);
  return testFeed(trainee, { arrays }, validationOptions(options), by);
}

function validationOptions({ validationSteps: steps, validationBatchSize, batchSize }: FitOptions) {
  return { steps, batchSize: validationBatchSize ?? batchSize };
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
    const resumed = takeResumed(owner);
    for (let epoch = resumed?.epoch ?? initialEpoch; epoch < epochs; epoch++) {
      await callbacks.call("onEpochBegin", epoch);
      const logs = await feed.run(loop, epoch === resumed?.epoch ? resumed.done : undefined);
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

import { mended } from "../notebook/mended.ts";
import { globalState } from "../random/globalState.ts";
import { ArrayFeed } from "./arrayFeed.ts";
import { type SampleArrays, sampleArrays } from "./arrays.ts";
import { type Batch, type Batches, partsOf } from "./batches.ts";
import { checkCount } from "./checkCount.ts";
import { dataFor } from "./dataFor.ts";
import { EagerTestStep, testBatch } from "./eagerTestStep.ts";
import { EagerTrainStep, trainableVariables, trainBatch } from "./eagerTrainStep.ts";
import type { Feed } from "./feed.ts";
import { RunningMeans } from "./means.ts";
import type { ClassWeight } from "./sampleWeights.ts";
import type { BatchRunner, Step, StepSetup, Steps } from "./step.ts";
import { StreamFeed } from "./streamFeed.ts";
import type { Trainee } from "./trainee.ts";

/** Inputs with targets and weights, or batches of them. */
export type FeedData = { arrays: SampleArrays } | { batches: Batches };

/** How data become batches. */
export interface FeedOptions {
  classWeight?: ClassWeight | undefined;
  batchSize?: number | undefined;
  steps?: number | undefined;
  shuffle?: boolean;
  /** Whether an epoch begins where the last one ended, when it has fewer steps than the data. Default false. */
  goesOn?: boolean;
  /** Whether there is but one epoch. Default false. */
  once?: boolean;
}

/** Steps without a graph. */
export const eagerSteps: Steps = {
  train: (setup) => new EagerTrainStep(setup),
  test: (setup) => new EagerTestStep(setup),
  testOnce: (setup) => new EagerTestStep(setup),
  trainBatches: ({ model, compiled }) => {
    const variables = trainableVariables(model);
    return (batch) => trainBatch(model, compiled, variables, batch, globalState().seed());
  },
  testBatches:
    ({ model, compiled }) =>
    (batch) =>
      testBatch(model, compiled, batch),
};

/** The batches that a model learns from. @throws RangeError for data that do not fit the model */
export async function trainFeed(
  trainee: Trainee,
  data: FeedData,
  options: FeedOptions,
  steps: Steps,
): Promise<Feed> {
  if ("arrays" in data) return arrayFeed(trainee, data.arrays, options, (setup) => steps.train(setup));
  return streamFeed(trainee, data.batches, options, steps.trainBatches(trainee));
}

/** The batches that a model is measured on. @throws RangeError for data that do not fit the model */
export async function testFeed(
  trainee: Trainee,
  data: FeedData,
  options: FeedOptions,
  steps: Steps,
): Promise<Feed> {
  if ("arrays" in data) {
    const makeStep = (setup: StepSetup) => (options.once ? steps.testOnce(setup) : steps.test(setup));
    return arrayFeed(trainee, data.arrays, { ...options, shuffle: false }, makeStep);
  }
  return streamFeed(trainee, data.batches, options, steps.testBatches(trainee));
}

async function arrayFeed(
  { model, compiled }: Trainee,
  arrays: SampleArrays,
  options: FeedOptions,
  makeStep: (setup: StepSetup) => Step | Promise<Step>,
): Promise<Feed> {
  const { steps, shuffle = false } = options;
  const held = dataFor(model, compiled, arrays, options.classWeight);
  try {
    const batchSize = options.batchSize ?? (steps === undefined ? 32 : Math.ceil(held.samples / steps));
    checkCount("batchSize", batchSize);
    const setup = { model, compiled, data: held, batchSize };
    const step = await mended(
      () => held.dispose(),
      () => makeStep(setup),
    );
    const goesOn = options.goesOn === true;
    const division = { samples: held.samples, batchSize, stepsPerEpoch: steps, shuffle, goesOn };
    return new ArrayFeed(step, division, () => held.dispose());
  } catch (error) {
    held.dispose();
    throw error;
  }
}

function streamFeed(
  { model, compiled }: Trainee,
  batches: Batches,
  { steps, classWeight, batchSize, goesOn = false }: FeedOptions,
  run: BatchRunner,
): Feed {
  if (batchSize !== undefined) {
    throw new TypeError("batchSize goes with arrays: batches already have a size; leave it out");
  }
  const runBatch = async (batch: Batch) => {
    const [x, y, weights] = partsOf(batch);
    const held = dataFor(model, compiled, sampleArrays(model, x, y, weights), classWeight);
    try {
      return { sums: await run(held), samples: held.samples };
    } finally {
      held.dispose();
    }
  };
  const means = new RunningMeans(compiled, model);
  return new StreamFeed(batches, runBatch, means, { stepsPerEpoch: steps, goesOn });
}

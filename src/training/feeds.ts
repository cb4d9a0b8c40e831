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
import type { Step, StepSetup, TensorData } from "./step.ts";
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
}

/** Makes the step that runs over samples held as tensors; the seam at which a compiled step takes the eager one's place. */
export interface Steps {
  train(setup: StepSetup): Step;
  test(setup: StepSetup): Step;
}

const eager: Steps = {
  train: (setup) => new EagerTrainStep(setup),
  test: (setup) => new EagerTestStep(setup),
};

/** The batches that a model learns from. @throws RangeError for data that do not fit the model */
export function trainFeed(trainee: Trainee, data: FeedData, options: FeedOptions): Feed {
  const { model, compiled } = trainee;
  if ("arrays" in data) return arrayFeed(trainee, data.arrays, options, eager.train);
  const variables = trainableVariables(model);
  return streamFeed(trainee, data.batches, options, (batch) => trainBatch(model, compiled, variables, batch));
}

/** The batches that a model is measured on. @throws RangeError for data that do not fit the model */
export function testFeed(trainee: Trainee, data: FeedData, options: FeedOptions): Feed {
  const { model, compiled } = trainee;
  if ("arrays" in data) return arrayFeed(trainee, data.arrays, { ...options, shuffle: false }, eager.test);
  return streamFeed(trainee, data.batches, options, (batch) => testBatch(model, compiled, batch));
}

function arrayFeed(
  { model, compiled }: Trainee,
  arrays: SampleArrays,
  options: FeedOptions,
  makeStep: (setup: StepSetup) => Step,
): Feed {
  const { steps, shuffle = false } = options;
  const held = dataFor(model, compiled, arrays, options.classWeight);
  try {
    const batchSize = options.batchSize ?? (steps === undefined ? 32 : Math.ceil(held.samples / steps));
    checkCount("batchSize", batchSize);
    const step = makeStep({ model, compiled, data: held, batchSize });
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
  run: (batch: TensorData) => ArrayLike<number>,
): Feed {
  if (batchSize !== undefined) {
    throw new TypeError("batchSize goes with arrays: batches already have a size; leave it out");
  }
  const runBatch = (batch: Batch) => {
    const [x, y, weights] = partsOf(batch);
    const held = dataFor(model, compiled, sampleArrays(model, x, y, weights), classWeight);
    try {
      return { sums: run(held), samples: held.samples };
    } finally {
      held.dispose();
    }
  };
  const means = new RunningMeans(compiled, model);
  return new StreamFeed(batches, runBatch, means, { stepsPerEpoch: steps, goesOn });
}

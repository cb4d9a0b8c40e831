import { ArrayFeed } from "./arrayFeed.ts";
import { type Batch, type Batches, isBatches, partsOf } from "./batches.ts";
import { checkCount } from "./checkCount.ts";
import { dataFor } from "./dataFor.ts";
import { EagerTestStep, testBatch } from "./eagerTestStep.ts";
import { EagerTrainStep, trainableVariables, trainBatch } from "./eagerTrainStep.ts";
import type { Feed } from "./feed.ts";
import type { Samples } from "./inputs.ts";
import { RunningMeans } from "./means.ts";
import type { Weighting } from "./sampleWeights.ts";
import type { Step, StepSetup, TensorData } from "./step.ts";
import { StreamFeed } from "./streamFeed.ts";
import type { Trainee } from "./trainee.ts";

/** Inputs with targets, or batches of both. */
export type Data = { x: Samples; y: Samples } | { x: Batches; y: undefined };

/** How data become batches. */
export interface FeedOptions extends Weighting {
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
export function trainFeed(trainee: Trainee, data: Data, options: FeedOptions): Feed {
  const { model, compiled } = trainee;
  if (!isBatches(data.x)) return arrayFeed(trainee, data, options, eager.train);
  const variables = trainableVariables(model);
  return streamFeed(trainee, data.x, options, (batch) => trainBatch(model, compiled, variables, batch));
}

/** The batches that a model is measured on. @throws RangeError for data that do not fit the model */
export function testFeed(trainee: Trainee, data: Data, options: FeedOptions): Feed {
  const { model, compiled } = trainee;
  if (!isBatches(data.x)) return arrayFeed(trainee, data, { ...options, shuffle: false }, eager.test);
  return streamFeed(trainee, data.x, options, (batch) => testBatch(model, compiled, batch));
}

function arrayFeed(
  { model, compiled }: Trainee,
  data: Data,
  options: FeedOptions,
  makeStep: (setup: StepSetup) => Step,
): Feed {
  const { steps, shuffle = false } = options;
  const { x, y } = data as { x: Samples; y: Samples };
  const held = dataFor(model, compiled, x, y, options);
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
  { steps, sampleWeight, classWeight, batchSize, goesOn = false }: FeedOptions,
  run: (batch: TensorData) => ArrayLike<number>,
): Feed {
  if (sampleWeight !== undefined) {
    throw new TypeError("sampleWeight goes with arrays: give batches as [x, y, sampleWeight]");
  }
  if (batchSize !== undefined) {
    throw new TypeError("batchSize goes with arrays: batches already have a size; leave it out");
  }
  const runBatch = (batch: Batch) => {
    const [x, y, weights] = partsOf(batch);
    const held = dataFor(model, compiled, x, y, { sampleWeight: weights, classWeight });
    try {
      return { sums: run(held), samples: held.samples };
    } finally {
      held.dispose();
    }
  };
  const means = new RunningMeans(compiled.metrics, model.outputs[0]!.shape);
  return new StreamFeed(batches, runBatch, means, { stepsPerEpoch: steps, goesOn });
}

import { type Arrays, sampleArrays, type WeightArrays } from "./arrays.ts";
import { checkOptions } from "./checkOptions.ts";
import { dataFor } from "./dataFor.ts";
import type { Logs } from "./history.ts";
import { RunningMeans } from "./means.ts";
import type { ClassWeight } from "./sampleWeights.ts";
import { stoppable } from "./stoppable.ts";
import type { Trainee } from "./trainee.ts";
import { withSteps } from "./withSteps.ts";

/** The options of `testOnBatch`. */
export interface OnBatchOptions {
  /** How much each sample counts in the loss, one number a sample; the same for all outputs, or by output. */
  sampleWeight?: WeightArrays;
  /** Whether the result is an object with names instead of a list. Default false. */
  returnDict?: boolean;
}

/** The options of `trainOnBatch`. */
export interface TrainOnBatchOptions extends OnBatchOptions {
  /** How much each class counts in the loss, by its label; others count 1. For models of one output. */
  classWeight?: ClassWeight;
}

/** One step on all the samples at once; the loss and metrics are those before it. */
export function trainOnBatch(
  trainee: Trainee,
  x: Arrays,
  y: Arrays,
  options: TrainOnBatchOptions = {},
): Promise<Logs> {
  checkOptions("trainOnBatch", options, { sampleWeight: 1, classWeight: 1, returnDict: 1 });
  return onBatch(trainee, x, y, options, true);
}

/** The loss and metrics of all the samples at once. */
export function testOnBatch(
  trainee: Trainee,
  x: Arrays,
  y: Arrays,
  options: OnBatchOptions = {},
): Promise<Logs> {
  checkOptions("testOnBatch", options, { sampleWeight: 1, returnDict: 1 });
  return onBatch(trainee, x, y, options, false);
}

async function onBatch(
  { model, compiled }: Trainee,
  x: Arrays,
  y: Arrays,
  { sampleWeight, classWeight }: TrainOnBatchOptions,
  training: boolean,
): Promise<Logs> {
  const data = dataFor(model, compiled, sampleArrays(model, x, y, sampleWeight), classWeight);
  try {
    const setup = { model, compiled };
    const sums = await withSteps(setup, training ? data.samples : undefined, (steps) => {
      const run = training ? steps.trainBatches(setup) : steps.testBatches(setup);
      return stoppable(() => run(data), training ? "trainOnBatch" : "testOnBatch");
    });
    const means = new RunningMeans(compiled, model);
    means.add(sums, data.samples);
    return means.logs;
  } finally {
    data.dispose();
  }
}

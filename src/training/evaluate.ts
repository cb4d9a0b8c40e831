import { CallbackList, type Callbacks } from "../callbacks/callbackList.ts";
import type { WeightArrays } from "./arrays.ts";
import { BatchLoop } from "./batchLoop.ts";
import { checkCount } from "./checkCount.ts";
import { checkOptions } from "./checkOptions.ts";
import type { Feed } from "./feed.ts";
import { testFeed } from "./feeds.ts";
import type { Logs } from "./history.ts";
import { Pacing } from "./pacing.ts";
import { type Data, feedDataOf } from "./trainArguments.ts";
import type { Trainee } from "./trainee.ts";
import { type Verbose, verboseNumber } from "./verbose.ts";
import { withSteps } from "./withSteps.ts";

/** The options of `evaluate`, by Keras's names. */
export interface EvaluateOptions {
  /** How many samples are measured at a time; the result does not depend on it. Default 32. */
  batchSize?: number;
  /** 0 prints nothing, 1 a progress bar, 2 one line. Default `"auto"`, which is 1. */
  verbose?: Verbose;
  /** How much each sample counts in the loss, one number a sample; the same for all outputs, or by output. */
  sampleWeight?: WeightArrays;
  /** How many batches are measured. Default: all. */
  steps?: number;
  /** What to do meanwhile: callbacks with hooks such as `onTestEnd`. */
  callbacks?: Callbacks;
  /** Whether the result is an object with names instead of a list. Default false. */
  returnDict?: boolean;
}

const optionNames = {
  batchSize: 1,
  verbose: 1,
  sampleWeight: 1,
  steps: 1,
  callbacks: 1,
  returnDict: 1,
} satisfies Record<keyof EvaluateOptions, 1>;

/** Measures a model; gives its loss and metrics by name. See `Model.evaluate`. */
export async function evaluate(trainee: Trainee, data: Data, options: EvaluateOptions = {}): Promise<Logs> {
  checkOptions("evaluate", options, optionNames);
  const { batchSize, steps, sampleWeight, verbose = "auto" } = options;
  if (batchSize !== undefined) checkCount("batchSize", batchSize);
  if (steps !== undefined) checkCount("steps", steps);
  const level = verboseNumber(verbose);
  const given = feedDataOf(trainee.model, data, sampleWeight);
  return withSteps(trainee, undefined, async (by) => {
    const feed = await testFeed(trainee, given, { batchSize, steps, once: true }, by);
    try {
      const params = { verbose: level, epochs: 1, steps: feed.steps ?? null };
      const callbacks = new CallbackList(options.callbacks, trainee.owner, params, {
        progressBar: level !== 0,
      });
      return await callbacks.accompany(() => measure(feed, callbacks, new Pacing("evaluate")));
    } finally {
      await feed.dispose();
    }
  });
}

/** One pass over the data of an evaluation or validation. */
export async function measure(feed: Feed, callbacks: CallbackList, pacing: Pacing): Promise<Logs> {
  await callbacks.call("onTestBegin");
  const logs = await feed.run(new BatchLoop("test", callbacks, pacing));
  await callbacks.call("onTestEnd", logs);
  return logs;
}

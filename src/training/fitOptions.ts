import type { Callbacks } from "../callbacks/callbackList.ts";
import type { WeightArrays } from "./arrays.ts";
import type { Batches, BatchParts } from "./batches.ts";
import { checkCount } from "./checkCount.ts";
import { checkOptions } from "./checkOptions.ts";
import type { ClassWeight } from "./sampleWeights.ts";
import type { Verbose } from "./verbose.ts";

/** What `validationData` takes: inputs, targets and weights, or batches. */
export type ValidationData = BatchParts | Batches;

/** The options of `fit`, by Keras's names. */
export interface FitOptions {
  /** How often all samples are seen; with `initialEpoch`, the number of the last epoch. Default 1. */
  epochs?: number;
  /** How many samples one step learns from. Default 32. */
  batchSize?: number;
  /** 0 prints nothing, 1 a progress bar for each epoch, 2 a line for each. Default `"auto"`, which is 1. */
  verbose?: Verbose;
  /** What to do while training: `callbacks.earlyStopping()` and its kin, own callbacks, objects such as `{ onEpochEnd }`. */
  callbacks?: Callbacks;
  /** The part of the samples, from the end and before shuffling, that is measured and not trained on: 0.2 is the last fifth. */
  validationSplit?: number;
  /** Inputs, targets and maybe weights that are measured after each epoch as `val_loss`, `val_accuracy`, and never trained on. */
  validationData?: ValidationData;
  /** Whether the samples come in a new order each epoch. Default true. */
  shuffle?: boolean;
  /** How much each class counts in the loss, by its label; others count 1. For models of one output. */
  classWeight?: ClassWeight;
  /** How much each sample counts in the loss, one number a sample; the same for all outputs, or by output. */
  sampleWeight?: WeightArrays;
  /** The epoch to begin with, from 0, when training goes on. Default 0. */
  initialEpoch?: number;
  /** How many batches an epoch has. Default: as many as the data have; needed for endless generators. */
  stepsPerEpoch?: number;
  /** How many batches a validation takes. Default: all. */
  validationSteps?: number;
  /** How many samples are measured at a time in validation. Default: `batchSize`. */
  validationBatchSize?: number;
  /** After how many epochs each validation comes, or the list of the epochs, from 1, after which one comes. Default 1. */
  validationFreq?: number | readonly number[];
}

const optionNames = {
  epochs: 1,
  batchSize: 1,
  verbose: 1,
  callbacks: 1,
  validationSplit: 1,
  validationData: 1,
  shuffle: 1,
  classWeight: 1,
  sampleWeight: 1,
  initialEpoch: 1,
  stepsPerEpoch: 1,
  validationSteps: 1,
  validationBatchSize: 1,
  validationFreq: 1,
} satisfies Record<keyof FitOptions, 1>;

const counts = ["epochs", "batchSize", "stepsPerEpoch", "validationSteps", "validationBatchSize"] as const;

/** @throws TypeError for an option that does not exist, RangeError for a value that cannot be */
export function checkFitOptions(options: FitOptions): void {
  checkOptions("fit", options, optionNames);
  for (const name of counts) if (options[name] !== undefined) checkCount(name, options[name]);
  const { initialEpoch = 0, shuffle = true, validationFreq = 1 } = options;
  if (!(Number.isInteger(initialEpoch) && initialEpoch >= 0)) {
    throw new RangeError(`initialEpoch is a whole number from 0 on, got ${initialEpoch}`);
  }
  if (typeof shuffle !== "boolean")
    throw new TypeError(`shuffle is true or false, got ${JSON.stringify(shuffle)}`);
  for (const epoch of typeof validationFreq === "number" ? [validationFreq] : validationFreq) {
    checkCount("validationFreq", epoch);
  }
}

/** Whether a validation comes after an epoch, counted from 0. */
export function isValidated(epoch: number, frequency: number | readonly number[] = 1): boolean {
  return typeof frequency === "number" ? (epoch + 1) % frequency === 0 : frequency.includes(epoch + 1);
}

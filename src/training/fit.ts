import { globalState } from "../random/globalState.ts";
import type { LayersModel } from "../tensorflow.ts";
import { checkCount } from "./checkCount.ts";
import type { Compiled } from "./compiled.ts";
import { dataFor } from "./dataFor.ts";
import { EagerTestStep } from "./eagerTestStep.ts";
import { EagerTrainStep } from "./eagerTrainStep.ts";
import { History, type Logs } from "./history.ts";
import type { Samples } from "./inputs.ts";
import { Pacing } from "./pacing.ts";
import { Progress, type Verbose } from "./progress.ts";
import { inOrder, runStep } from "./runStep.ts";

/** The options of `fit`, by Keras's names. */
export interface FitOptions {
  /** How often all samples are seen. Default 1. */
  epochs?: number;
  /** How many samples one step learns from. Default 32. */
  batchSize?: number;
  /** 0 prints nothing; 1, 2 and `"auto"` print a line an epoch. Default `"auto"`. */
  verbose?: Verbose;
  /** Inputs and targets that are measured after each epoch as `val_loss`, `val_accuracy`, and never trained on. */
  validationData?: readonly [x: Samples, y: Samples];
  /** Whether the samples come in a new order each epoch. Default true. */
  shuffle?: boolean;
}

/** Trains a model in place. See `Model.fit`. */
export async function trainModel(
  model: LayersModel,
  compiled: Compiled,
  x: Samples,
  y: Samples,
  options: FitOptions = {},
): Promise<History> {
  const { epochs = 1, batchSize = 32, verbose = "auto", validationData, shuffle = true } = options;
  checkCount("epochs", epochs);
  checkCount("batchSize", batchSize);
  const train = dataFor(model, compiled, x, y);
  try {
    const validation = validationData && dataFor(model, compiled, ...validationData);
    try {
      const setup = { model, compiled, batchSize };
      const step = new EagerTrainStep({ ...setup, data: train });
      const test = validation && new EagerTestStep({ ...setup, data: validation });
      const pacing = new Pacing("fit");
      const progress = new Progress(verbose, Math.ceil(train.samples / batchSize));
      const history = new History();
      const order = inOrder(train.samples);
      for (let epoch = 0; epoch < epochs; epoch++) {
        progress.epochBegin(epoch, epochs);
        progress.begin();
        if (shuffle) globalState().shuffle(order);
        const logs = await runStep(step, order, pacing);
        const measured = test && prefixed(await runStep(test, inOrder(validation!.samples), pacing));
        const all = { ...logs, ...measured };
        progress.end(all);
        history.add(epoch, all);
      }
      return history;
    } finally {
      validation?.dispose();
    }
  } finally {
    train.dispose();
  }
}

function prefixed(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}

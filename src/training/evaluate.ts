import type { LayersModel } from "../tensorflow.ts";
import { checkCount } from "./checkCount.ts";
import type { Compiled } from "./compiled.ts";
import { dataFor } from "./dataFor.ts";
import { EagerTestStep } from "./eagerTestStep.ts";
import type { Samples } from "./inputs.ts";
import { Pacing } from "./pacing.ts";
import { Progress, type Verbose } from "./progress.ts";
import { inOrder, runStep } from "./runStep.ts";

/** The options of `evaluate`, by Keras's names. */
export interface EvaluateOptions {
  /** How many samples are measured at a time; the result does not depend on it. Default 32. */
  batchSize?: number;
  /** 0 prints nothing, otherwise one line. Default `"auto"`. */
  verbose?: Verbose;
}

/** Measures a model. See `Model.evaluate`. */
export async function evaluate(
  model: LayersModel,
  compiled: Compiled,
  x: Samples,
  y: Samples,
  { batchSize = 32, verbose = "auto" }: EvaluateOptions = {},
): Promise<number[]> {
  checkCount("batchSize", batchSize);
  const data = dataFor(model, compiled, x, y);
  try {
    const progress = new Progress(verbose, Math.ceil(data.samples / batchSize));
    const step = new EagerTestStep({ model, compiled, data, batchSize });
    const logs = await runStep(step, inOrder(data.samples), new Pacing("evaluate"));
    progress.end(logs);
    return Object.values(logs);
  } finally {
    data.dispose();
  }
}

import { NDArray } from "../array/ndarray.ts";
import { CallbackList, type Callbacks } from "../callbacks/callbackList.ts";
import { type LayersModel, type Tensor, tf } from "../tensorflow.ts";
import { BatchLoop } from "./batchLoop.ts";
import { checkCount } from "./checkCount.ts";
import { checkOptions } from "./checkOptions.ts";
import { rows } from "./eagerTestStep.ts";
import { asFloat, checkInput, hold, type Samples } from "./inputs.ts";
import { Pacing } from "./pacing.ts";
import type { Trainee } from "./trainee.ts";
import { type Verbose, verboseNumber } from "./verbose.ts";

/** The options of `predict`. */
export interface PredictOptions {
  /** How many samples are computed at a time; the result does not depend on it. Default 1024, the fastest on a CPU. */
  batchSize?: number;
  /** 0 prints nothing, 1 a progress bar, 2 one line. Default 0: Keras prints a bar, which says nothing of what is predicted. */
  verbose?: Verbose;
  /** How many batches are computed. Default: all. */
  steps?: number;
  /** What to do meanwhile: callbacks with hooks such as `onPredictBatchEnd`. */
  callbacks?: Callbacks;
}

const optionNames = { batchSize: 1, verbose: 1, steps: 1, callbacks: 1 } satisfies Record<
  keyof PredictOptions,
  1
>;

/** Applies a model to samples. See `Model.predict`. */
export async function predict(
  { owner, model }: Pick<Trainee, "owner" | "model">,
  x: Samples,
  options: PredictOptions = {},
): Promise<NDArray<"float32">> {
  checkOptions("predict", options, optionNames);
  const { batchSize = 1024, verbose = 0, steps } = options;
  checkCount("batchSize", batchSize);
  if (steps !== undefined) checkCount("steps", steps);
  const level = verboseNumber(verbose);
  const input = hold(x, "x");
  try {
    checkInput(input.tensor, model.inputs[0]!.shape, model.name);
    const samples = Math.min(input.tensor.shape[0]!, (steps ?? Number.POSITIVE_INFINITY) * batchSize);
    const params = { verbose: level, epochs: 1, steps: Math.ceil(samples / batchSize) };
    const callbacks = new CallbackList(options.callbacks, owner, params, { progressBar: level !== 0 });
    const loop = new BatchLoop("predict", callbacks, new Pacing("predict"));
    return await callbacks.accompany(async () => {
      await callbacks.call("onPredictBegin");
      const outputs = await predictBatches(model, input.tensor, samples, batchSize, loop);
      await callbacks.call("onPredictEnd");
      return outputs;
    });
  } finally {
    input.dispose();
  }
}

async function predictBatches(
  model: LayersModel,
  x: Tensor,
  samples: number,
  batchSize: number,
  loop: BatchLoop,
): Promise<NDArray<"float32">> {
  let outputs: NDArray<"float32"> | undefined;
  let done = 0;
  for (let from = 0; from < samples; from += batchSize) {
    await loop.begin(done);
    const count = Math.min(batchSize, samples - from);
    const batch = applyModel(model, x, from, count);
    outputs ??= new NDArray(new Float32Array((batch.size / count) * samples), [
      samples,
      ...batch.shape.slice(1),
    ]);
    outputs.data.set(batch.data, (batch.size / count) * from);
    done += 1;
    await loop.end(done, () => ({}));
  }
  return outputs!;
}

/** The model's output for a run of samples. */
export function applyModel(model: LayersModel, x: Tensor, from: number, count: number): NDArray<"float32"> {
  let shape: number[] = [];
  const data = tf.tidy(() => {
    const output = model.call(asFloat(rows(x, from, count)), { training: false }) as Tensor | Tensor[];
    const single = Array.isArray(output) ? output[0]! : output;
    shape = single.shape;
    return single.dataSync() as unknown as Tensor;
  }) as unknown as Float32Array;
  return new NDArray(data, shape, "float32");
}

import { NDArray } from "../array/ndarray.ts";
import { CallbackList, type Callbacks } from "../callbacks/callbackList.ts";
import { type LayersModel, type Tensor, tf } from "../tensorflow.ts";
import { type Arrays, inputArrays } from "./arrays.ts";
import { BatchLoop } from "./batchLoop.ts";
import { checkCount } from "./checkCount.ts";
import { checkOptions } from "./checkOptions.ts";
import { holdInputs } from "./dataFor.ts";
import { rows } from "./eagerTestStep.ts";
import { asFloat } from "./inputs.ts";
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

/** Applies a model to samples; gives an array for each output. See `Model.predict`. */
export async function predict(
  { owner, model }: Pick<Trainee, "owner" | "model">,
  x: Arrays,
  options: PredictOptions = {},
): Promise<NDArray<"float32">[]> {
  checkOptions("predict", options, optionNames);
  const { batchSize = 1024, verbose = 0, steps } = options;
  checkCount("batchSize", batchSize);
  if (steps !== undefined) checkCount("steps", steps);
  const level = verboseNumber(verbose);
  const inputs = holdInputs(model, inputArrays(model, x));
  try {
    const tensors = inputs.map(({ tensor }) => tensor);
    const samples = Math.min(tensors[0]!.shape[0]!, (steps ?? Number.POSITIVE_INFINITY) * batchSize);
    const params = { verbose: level, epochs: 1, steps: Math.ceil(samples / batchSize) };
    const callbacks = new CallbackList(options.callbacks, owner, params, { progressBar: level !== 0 });
    const loop = new BatchLoop("predict", callbacks, new Pacing("predict"));
    return await callbacks.accompany(async () => {
      await callbacks.call("onPredictBegin");
      const outputs = await predictBatches(model, tensors, samples, batchSize, loop);
      await callbacks.call("onPredictEnd");
      return outputs;
    });
  } finally {
    for (const { dispose } of inputs) dispose();
  }
}

async function predictBatches(
  model: LayersModel,
  x: readonly Tensor[],
  samples: number,
  batchSize: number,
  loop: BatchLoop,
): Promise<NDArray<"float32">[]> {
  let outputs: NDArray<"float32">[] | undefined;
  let done = 0;
  for (let from = 0; from < samples; from += batchSize) {
    await loop.begin(done);
    const count = Math.min(batchSize, samples - from);
    const batches = applyModel(model, x, from, count);
    outputs ??= batches.map(({ size, shape }) => {
      return new NDArray(new Float32Array((size / count) * samples), [samples, ...shape.slice(1)]);
    });
    for (const [i, { data, size }] of batches.entries()) outputs[i]!.data.set(data, (size / count) * from);
    done += 1;
    await loop.end(done, () => ({}));
  }
  return outputs!;
}

/** The model's outputs for a run of samples. */
function applyModel(
  model: LayersModel,
  x: readonly Tensor[],
  from: number,
  count: number,
): NDArray<"float32">[] {
  const arrays: NDArray<"float32">[] = [];
  tf.tidy(() => {
    const batch = x.map((input) => asFloat(rows(input, from, count)));
    for (const output of [model.call(batch, { training: false }) as Tensor | Tensor[]].flat()) {
      arrays.push(new NDArray(output.dataSync<"float32">(), output.shape, "float32"));
    }
  });
  return arrays;
}

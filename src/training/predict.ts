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
import { stoppable } from "./stoppable.ts";
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

/** A model to apply. */
export interface Predictor extends Pick<Trainee, "owner" | "model"> {
  /** Whether graphs may be used. Default true. */
  readonly graph?: boolean;
}

/** Applies a model to samples; gives an array for each output. See `Model.predict`. */
export async function predict(
  predictor: Predictor,
  x: Arrays,
  options: PredictOptions = {},
): Promise<NDArray<"float32">[]> {
  checkOptions("predict", options, optionNames);
  const { owner, model } = predictor;
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
      const predicting = { samples, batchSize, loop };
      const outputs = await predictBatches(await applierOf(predictor, tensors, predicting), predicting);
      await callbacks.call("onPredictEnd");
      return outputs;
    });
  } finally {
    for (const { dispose } of inputs) dispose();
  }
}

/** What is predicted, and what happens around it. */
interface Predicting {
  readonly samples: number;
  readonly batchSize: number;
  readonly loop: BatchLoop;
}

async function predictBatches(
  { apply, together }: Applying,
  { samples, batchSize, loop }: Predicting,
): Promise<NDArray<"float32">[]> {
  let outputs: NDArray<"float32">[] | undefined;
  let done = 0;
  for (let from = 0; from < samples; from = Math.min(samples, done * batchSize)) {
    await loop.begin(done);
    const count = Math.min((loop.eachBatch ? 1 : together()) * batchSize, samples - from);
    const batches = await stoppable(() => apply(from, count), loop.what);
    if (count === samples) outputs = batches;
    outputs ??= batches.map(({ size, shape }) => {
      return new NDArray(new Float32Array((size / count) * samples), [samples, ...shape.slice(1)]);
    });
    if (outputs !== batches) {
      for (const [i, { data, size }] of batches.entries()) outputs[i]!.data.set(data, (size / count) * from);
    }
    done += Math.ceil(count / batchSize);
    await loop.end(done, () => ({}));
  }
  return outputs!;
}

/** What applies a model to a run of samples; gives an array for each output. */
export type Applier = (from: number, count: number) => NDArray<"float32">[] | Promise<NDArray<"float32">[]>;

/** A way to apply a model. */
export interface Applying {
  readonly apply: Applier;
  /** How many batches it takes best at a time. */
  together(): number;
}

/** So many samples take as long as tracing a graph for them. */
const fewSamples = 1024;

async function applierOf(
  { model, graph = true }: Predictor,
  x: readonly Tensor[],
  { samples, batchSize }: Predicting,
): Promise<Applying> {
  const eager = { apply: eagerApplier(model, x), together: () => 1 };
  if (!graph) return eager;
  const { graphApplier, hasGraph } = await import("./graph/applier.ts");
  if (samples < fewSamples && !hasGraph(model)) return eager;
  return graphApplier(model, x, batchSize, eager.apply);
}

/** Applies a model by TensorFlow.js, operation by operation. */
function eagerApplier(model: LayersModel, x: readonly Tensor[]): Applier {
  return (from, count) => {
    const arrays: NDArray<"float32">[] = [];
    tf.tidy(() => {
      const batch = x.map((input) => asFloat(rows(input, from, count)));
      for (const output of outputsOf(model, batch)) {
        arrays.push(new NDArray(output.dataSync<"float32">(), output.shape, "float32"));
      }
    });
    return arrays;
  };
}

/** The model's outputs for a batch of inputs. */
export function outputsOf(model: LayersModel, batch: Tensor[]): Tensor[] {
  return [model.call(batch, { training: false }) as Tensor | Tensor[]].flat();
}

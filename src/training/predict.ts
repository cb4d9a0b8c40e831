import { NDArray } from "../array/ndarray.ts";
import { type LayersModel, type Tensor, tf } from "../tensorflow.ts";
import { checkCount } from "./checkCount.ts";
import { rows } from "./eagerTestStep.ts";
import { asFloat, checkInput, hold, type Samples } from "./inputs.ts";
import { Pacing } from "./pacing.ts";

/** The options of `predict`. */
export interface PredictOptions {
  /** How many samples are computed at a time; the result does not depend on it. Default 1024, the fastest on a CPU. */
  batchSize?: number;
}

/** Applies a model to samples. See `Model.predict`. */
export async function predict(
  model: LayersModel,
  x: Samples,
  { batchSize = 1024 }: PredictOptions = {},
): Promise<NDArray<"float32">> {
  checkCount("batchSize", batchSize);
  const input = hold(x, "x");
  try {
    checkInput(input.tensor, model.inputs[0]!.shape, model.name);
    const samples = input.tensor.shape[0]!;
    const shape = [samples, ...model.outputs[0]!.shape.slice(1).map((length) => length ?? 1)];
    const data = new Float32Array(shape.reduce((size, length) => size * length, 1));
    const pacing = new Pacing("predict");
    for (let from = 0; from < samples; from += batchSize) {
      const count = Math.min(batchSize, samples - from);
      data.set(apply(model, input.tensor, from, count), (data.length / samples) * from);
      if (pacing.due()) await pacing.rest();
    }
    return new NDArray(data, shape, "float32");
  } finally {
    input.dispose();
  }
}

function apply(model: LayersModel, x: Tensor, from: number, count: number): Float32Array {
  return tf.tidy(() => {
    const output = model.call(asFloat(rows(x, from, count)), { training: false }) as Tensor | Tensor[];
    return (Array.isArray(output) ? output[0]! : output).dataSync() as unknown as Tensor;
  }) as unknown as Float32Array;
}

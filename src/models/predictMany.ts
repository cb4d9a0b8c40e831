import { NDArray } from "../array/ndarray.ts";
import { type LayersModel, type Tensor, tf } from "../tensorflow.ts";
import { asFloat, checkInput, hold, type Samples } from "../training/inputs.ts";
import { Pacing } from "../training/pacing.ts";
import type { PredictOptions } from "../training/predict.ts";

/**
 * Applies a model of several inputs or outputs. See `Model.predictAll`.
 *
 * @throws RangeError when the number of inputs, their shapes or their numbers of samples do not fit
 */
export async function predictMany(
  model: LayersModel,
  x: readonly Samples[],
  { batchSize = 1024 }: PredictOptions = {},
): Promise<NDArray<"float32">[]> {
  if (x.length !== model.inputs.length) {
    throw new RangeError(`model "${model.name}" has ${model.inputs.length} inputs, got ${x.length}`);
  }
  const held = x.map((samples, i) => hold(samples, `input ${i}`));
  try {
    for (const [i, { tensor }] of held.entries()) checkInput(tensor, model.inputs[i]!.shape, model.name);
    const counts = held.map(({ tensor }) => tensor.shape[0]!);
    const [samples] = counts;
    if (counts.some((count) => count !== samples)) {
      throw new RangeError(`the inputs of model "${model.name}" hold ${counts.join(" and ")} samples`);
    }
    const parts: Tensor[][] = [];
    const pacing = new Pacing("predict");
    for (let from = 0; from < samples!; from += batchSize) {
      const batch = held.map(({ tensor }) => rowsOf(tensor, from, Math.min(batchSize, samples! - from)));
      parts.push(
        tf.tidy(() => [model.call(batch.map(asFloat), { training: false }) as Tensor | Tensor[]].flat()),
      );
      tf.dispose(batch);
      if (pacing.due()) await pacing.rest();
    }
    return model.outputs.map((_, i) => joined(parts.map((part) => part[i]!)));
  } finally {
    for (const { dispose } of held) dispose();
  }
}

function rowsOf(tensor: Tensor, from: number, count: number): Tensor {
  return tf.slice(tensor, from, count);
}

function joined(parts: Tensor[]): NDArray<"float32"> {
  const whole = parts.length === 1 ? parts[0]! : tf.concat(parts);
  const array = new NDArray(whole.dataSync<"float32">(), whole.shape, "float32");
  tf.dispose([whole, parts]);
  return array;
}

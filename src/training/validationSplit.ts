import { NDArray } from "../array/ndarray.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import type { SampleArrays } from "./arrays.ts";
import type { Samples } from "./inputs.ts";

/** Samples divided into those to learn from and those to validate on. */
export interface Split<Part> {
  train: Part;
  validation: Part;
  /** Frees tensors that the division made. */
  dispose(): void;
}

/**
 * Takes the last samples for validation, before any shuffling, as Keras does.
 *
 * @param share the part for validation, between 0 and 1
 * @throws RangeError when one part would be empty
 */
export function splitArrays({ x, y, weight }: SampleArrays, share: number): Split<SampleArrays> {
  const made: Split<Samples>[] = [];
  const split = (samples: Samples) => {
    const parts = splitLast(samples, share);
    made.push(parts);
    return parts;
  };
  const splitOptional = (samples: Samples | undefined) => samples && split(samples);
  const [xs, ys, weights] = [x.map(split), y.map(splitOptional), weight.map(splitOptional)];
  const part = (which: "train" | "validation"): SampleArrays => ({
    x: xs.map((one) => one[which]),
    y: ys.map((one) => one?.[which]),
    weight: weights.map((one) => one?.[which]),
  });
  return {
    train: part("train"),
    validation: part("validation"),
    dispose() {
      for (const parts of made) parts.dispose();
    },
  };
}

function splitLast(samples: Samples, share: number): Split<Samples> {
  const count = samples instanceof tf.Tensor ? samples.shape[0]! : samples.length;
  const at = Math.floor(count * (1 - share));
  if (!(share > 0 && share < 1)) throw new RangeError(`validationSplit is between 0 and 1, got ${share}`);
  if (at === 0 || at === count) {
    throw new RangeError(
      `validationSplit ${share} of ${count} samples leaves ${at} to train on and ${count - at} to validate`,
    );
  }
  if (samples instanceof tf.Tensor) return splitTensor(samples, at);
  const part = (from: number, to?: number): Samples =>
    samples instanceof NDArray ? samples.slice(from, to) : samples.slice(from, to);
  return { train: part(0, at), validation: part(at), dispose: () => {} };
}

function splitTensor(samples: Tensor, at: number): Split<Samples> {
  const [train, validation] = tf.split(samples, [at, samples.shape[0]! - at], 0) as [Tensor, Tensor];
  return { train, validation, dispose: () => tf.dispose([train, validation]) };
}

import { NDArray } from "../array/ndarray.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import type { Samples } from "./inputs.ts";

/** Samples divided into those to learn from and those to validate on. */
export interface SplitSamples {
  train: Samples;
  validation: Samples;
  /** Frees tensors that the division made. */
  dispose(): void;
}

/**
 * Takes the last samples for validation, before any shuffling, as Keras does.
 *
 * @param share the part for validation, between 0 and 1
 * @throws RangeError when one part would be empty
 */
export function splitLast(samples: Samples, share: number): SplitSamples {
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

function splitTensor(samples: Tensor, at: number): SplitSamples {
  const [train, validation] = tf.split(samples, [at, samples.shape[0]! - at], 0) as [Tensor, Tensor];
  return { train, validation, dispose: () => tf.dispose([train, validation]) };
}

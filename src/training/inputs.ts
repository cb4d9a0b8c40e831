import { array, type Numbers } from "../array/create.ts";
import { NDArray } from "../array/ndarray.ts";
import { formatShape } from "../array/shape.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import { toTensor } from "./toTensor.ts";

/** What `fit`, `evaluate` and `predict` take as samples or targets: the first axis counts the samples. */
export type Samples = NDArray | Tensor | readonly Numbers[];

/** A tensor, and whether it was made here and has to be disposed. */
export interface Held {
  tensor: Tensor;
  dispose(): void;
}

/** Samples as a tensor; a tensor of the caller's stays the caller's. */
export function hold(samples: Samples, name: string): Held {
  if (samples instanceof tf.Tensor) {
    return { tensor: samples, dispose: () => {} };
  }
  const values = samples instanceof NDArray ? samples : array(samples);
  if (values.ndim === 0 || values.length === 0) {
    throw new RangeError(`${name} holds no samples: its shape is ${formatShape(values.shape)}`);
  }
  const tensor = toTensor(values);
  return { tensor, dispose: () => tensor.dispose() };
}

/**
 * Checks samples against the shape a model expects.
 *
 * @param who the model or its input, for the error
 * @throws RangeError that names both shapes
 */
export function checkInput(x: Tensor, expected: readonly (number | null)[], who: string): void {
  const fits =
    x.rank === expected.length &&
    expected.every((length, axis) => axis === 0 || length === null || length === x.shape[axis]);
  if (fits) return;
  const [, ...wanted] = expected;
  const [samples, ...given] = x.shape;
  const size = (shape: readonly (number | null)[]) =>
    shape.reduce<number>((n, length) => n * (length ?? 1), 1);
  const hint = size(wanted) === size(given) ? `; reshape(${[-1, ...wanted].join(", ")}) makes them fit` : "";
  throw new RangeError(
    `${who} expects samples of shape ${formatShape(wanted)}, got ${samples} samples of shape ` +
      `${formatShape(given)}${hint}`,
  );
}

/** @throws RangeError when inputs and targets count different samples */
export function checkLengths(samples: number, targets: Tensor, name: string): void {
  if (samples === targets.shape[0]) return;
  throw new RangeError(`${samples} inputs but ${targets.shape[0]} ${name}: every sample needs one target`);
}

/** Samples in float32, in which models compute. */
export function asFloat(x: Tensor): Tensor {
  return x.dtype === "float32" ? x : tf.cast(x, "float32");
}

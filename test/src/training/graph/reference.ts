import { NDArray } from "../../../../src/array/ndarray.ts";
import { layers, type Model, sequential } from "../../../../src/index.ts";
import { tf } from "../../../../src/tensorflow.ts";

const wave = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * i + phase));

/** 80 samples of 6 numbers. */
export const x = new NDArray(wave(480, 0), [80, 6]);
/** A class from 0 to 3 for each sample. */
export const labels = new NDArray(
  Int32Array.from({ length: 80 }, (_, i) => (i * i) % 4),
  [80],
  "int32",
);
/** The first weights of {@link perceptron}, in its order. */
export const weights = [
  { values: wave(48, 1).map((value) => value / 3), shape: [6, 8] },
  { values: new Float32Array(8), shape: [8] },
  { values: wave(32, 2).map((value) => value / 3), shape: [8, 4] },
  { values: new Float32Array(4), shape: [4] },
];

/** A network of two layers with {@link weights}. */
export function perceptron(): Model {
  const model = sequential([
    layers.dense(8, { activation: "tanh", inputShape: [6] }),
    layers.dense(4, { activation: "softmax" }),
  ]);
  tf.tidy(() => model.tfjs.setWeights(weights.map(({ values, shape }) => tf.tensor(values, shape))));
  return model;
}

/** The loss of each of so many steps on batches of 8 in order. */
export async function stepLosses(model: Model, steps: number): Promise<number[]> {
  const { history } = await model.fit(x, labels, {
    batchSize: 8,
    stepsPerEpoch: 1,
    epochs: steps,
    shuffle: false,
    verbose: 0,
  });
  return history.loss!;
}

/** The largest difference of two lists, relative to the second. */
export function worst(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((value, i) => Math.abs(found[i]! - value) / Math.abs(value)));
}

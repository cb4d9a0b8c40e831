import { tf } from "../tensorflow.ts";
import { make, positive } from "./make.ts";
import type { Layer, LayerOptions } from "./options.ts";
import { Reshape } from "./own/reshape.ts";

/** How many of the lengths are -1, as a tuple of that length. */
type Open<S extends readonly unknown[]> = S extends readonly [infer First, ...infer Rest]
  ? First extends -1
    ? [First, ...Open<Rest>]
    : Open<Rest>
  : [];

/** Whether a number in the source is no length: 0, negative but -1, or a fraction. */
type NoLength<N> = N extends -1
  ? never
  : N extends number
    ? `${N}` extends "0" | `-${string}` | `${string}.${string}`
      ? N
      : never
    : never;

/** A target shape whose numbers are known while typing: at most one -1, and whole numbers else. */
export type TargetShape<S extends readonly number[]> = [NoLength<S[number]>] extends [never]
  ? Open<S> extends readonly [unknown, unknown, ...unknown[]]
    ? "only one length may be -1"
    : S
  : `${NoLength<S[number]>} is no length: lengths are whole numbers of at least 1, one may be -1`;

/** An order of axes whose numbers are known while typing: from 1, each once. */
export type AxisOrder<S extends readonly number[]> = [NoLength<S[number]> | Extract<S[number], -1>] extends [
  never,
]
  ? HasTwice<S> extends true
    ? "each axis comes once"
    : S
  : "axes are counted from 1: the batch's own axis, 0, stays";

type HasTwice<S extends readonly unknown[]> = S extends readonly [infer First, ...infer Rest]
  ? First extends Rest[number]
    ? true
    : HasTwice<Rest>
  : false;

export function reshape<const S extends readonly number[]>(
  options: LayerOptions & { targetShape: S & TargetShape<S> },
): Layer;
/**
 * Gives each sample another shape, `keras.layers.Reshape`.
 *
 * @param targetShape the shape of one sample, without the batch axis; one length may be -1
 * @example layers.reshape([28, 28, 1], { inputShape: [784] });
 */
export function reshape<const S extends readonly number[]>(
  targetShape: S & TargetShape<S>,
  options?: LayerOptions,
): Layer;
export function reshape(
  first: readonly number[] | (LayerOptions & { targetShape: readonly number[] }),
  more: LayerOptions = {},
): Layer {
  const { targetShape, ...options } = isList(first) ? { ...more, targetShape: first } : first;
  if (!Array.isArray(targetShape) || targetShape.filter((length) => length === -1).length > 1) {
    throw new RangeError(`reshape needs a list of lengths, of which one may be -1, got ${targetShape}`);
  }
  const create = (config: object) => new Reshape({ ...config, targetShape });
  return make("reshape", create, options, {});
}

export function permute<const S extends readonly number[]>(
  options: LayerOptions & { dims: S & AxisOrder<S> },
): Layer;
/**
 * Changes the order of each sample's axes, `keras.layers.Permute`.
 *
 * @param dims the axes in their new order, counted from 1; the batch axis stays
 * @example layers.permute([2, 1]); // (batch, 10, 64) -> (batch, 64, 10)
 */
export function permute<const S extends readonly number[]>(
  dims: S & AxisOrder<S>,
  options?: LayerOptions,
): Layer;
export function permute(
  first: readonly number[] | (LayerOptions & { dims: readonly number[] }),
  more: LayerOptions = {},
): Layer {
  const { dims, ...options } = isList(first) ? { ...more, dims: first } : first;
  return make("permute", (config: object) => tf.layers.permute({ ...config, dims: [...dims] }), options, {});
}

/**
 * Repeats each sample n times along a new axis: (batch, features) becomes (batch, n, features).
 * `keras.layers.RepeatVector`.
 *
 * @param n how often
 * @throws RangeError unless n is a whole number of at least 1
 * @example layers.repeatVector(10); // (batch, 32) becomes (batch, 10, 32)
 */
export function repeatVector(n: number, options?: LayerOptions): Layer;
export function repeatVector(options: LayerOptions & { n: number }): Layer;
export function repeatVector(first: number | (LayerOptions & { n: number }), more: LayerOptions = {}): Layer {
  const { n, ...options } = typeof first === "number" ? { ...more, n: first } : first;
  positive("repeatVector", "n", n);
  const create = (config: object) => tf.layers.repeatVector({ ...config, n });
  return make("repeat_vector", create, options, {});
}

function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value);
}

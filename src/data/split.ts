import { NDArray } from "../array/ndarray.ts";
import { RandomState } from "../random/randomState.ts";
import { type SplitSizes, splitSizes } from "./splitSizes.ts";
import { stratifiedIndices } from "./stratify.ts";

/** What {@link trainTestSplit} splits: arrays whose first axis counts the samples, or plain lists. */
export type Splittable = NDArray | readonly unknown[];

/** The options of {@link trainTestSplit}, by scikit-learn's names. */
export interface SplitOptions {
  /** The test part: a share between 0 and 1, or a number of samples. Default: what `trainSize` leaves, else 0.25. */
  testSize?: number;
  /** The train part: a share between 0 and 1, or a number of samples. Default: what `testSize` leaves. */
  trainSize?: number;
  /** The seed, an integer from 0 to 2^32 - 1; the same seed gives the same split. Default: a random one. */
  randomState?: number;
  /** Whether to shuffle first. Default true. */
  shuffle?: boolean;
  /** Class labels, one a sample: each part then keeps the classes' shares. */
  stratify?: NDArray | ArrayLike<number | string>;
}

/** For arrays `[A, B]` the parts `[trainA, testA, trainB, testB]`. */
export type SplitParts<Arrays extends readonly Splittable[]> = Arrays extends readonly [
  infer First extends Splittable,
  ...infer Rest extends readonly Splittable[],
]
  ? [Writable<First>, Writable<First>, ...SplitParts<Rest>]
  : [];

type Writable<A> = A extends readonly (infer Item)[] ? Item[] : A;

/**
 * Splits arrays into a random train and test part, identical to scikit-learn's `train_test_split`: the same
 * `randomState` gives the same samples in the same order.
 *
 * @param args the arrays, all with the same number of samples, then the options
 * @returns for each array its train part and its test part, as copies
 * @throws RangeError for sizes that do not fit, arrays of different lengths, or classes too small to stratify
 * @example
 * const [trainScaled, valScaled, trainTarget, valTarget] = trainTestSplit(scaled, target, {
 *   testSize: 0.2,
 *   randomState: 42,
 * });
 */
export function trainTestSplit<const Arrays extends readonly [Splittable, ...Splittable[]]>(
  ...args: [...Arrays, SplitOptions]
): SplitParts<Arrays>;
export function trainTestSplit<const Arrays extends readonly [Splittable, ...Splittable[]]>(
  ...arrays: Arrays
): SplitParts<Arrays>;
export function trainTestSplit(...args: readonly (Splittable | SplitOptions)[]): unknown[] {
  const last = args.at(-1);
  const options = last === undefined || isSplittable(last) ? {} : last;
  const arrays = (last === options ? args.slice(0, -1) : args) as readonly Splittable[];
  const samples = countSamples(arrays);
  const { train, test } = splitIndices(samples, splitSizes(samples, options), options);
  return arrays.flatMap((array) => [take(array, train), take(array, test)]);
}

/** Indices of both parts: scikit-learn's ShuffleSplit, StratifiedShuffleSplit or the plain order. */
function splitIndices(samples: number, sizes: SplitSizes, options: SplitOptions) {
  const { shuffle = true, stratify, randomState } = options;
  if (!shuffle) {
    if (stratify !== undefined) throw new RangeError("stratify needs shuffle: true");
    const order = Int32Array.from({ length: sizes.train + sizes.test }, (_, i) => i);
    return { train: order.subarray(0, sizes.train), test: order.subarray(sizes.train) };
  }
  const random = new RandomState(randomState);
  if (stratify !== undefined) {
    const labels = stratify instanceof NDArray ? stratify.data : stratify;
    if (labels.length !== samples) {
      throw new RangeError(`stratify has ${labels.length} labels for ${samples} samples`);
    }
    return stratifiedIndices(labels, sizes, random);
  }
  const order = random.permutation(samples);
  return { train: order.subarray(sizes.test, sizes.test + sizes.train), test: order.subarray(0, sizes.test) };
}

function isSplittable(value: Splittable | SplitOptions): value is Splittable {
  return value instanceof NDArray || Array.isArray(value);
}

function countSamples(arrays: readonly Splittable[]): number {
  const lengths = arrays.map((array) => array.length);
  const [first] = lengths;
  if (first === undefined) throw new RangeError("trainTestSplit needs at least one array");
  if (lengths.some((length) => length !== first)) {
    throw new RangeError(`arrays with different numbers of samples: ${lengths.join(", ")}`);
  }
  return first;
}

function take(array: Splittable, indices: Int32Array): Splittable {
  return array instanceof NDArray ? array.take(indices) : Array.from(indices, (index) => array[index]);
}

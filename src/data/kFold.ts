import type { NDArray } from "../array/ndarray.ts";
import type { Labels } from "../linear/labels.ts";
import { globalState } from "../random/globalState.ts";
import { RandomState } from "../random/randomState.ts";

/** Indices of the training samples and of the test samples. */
export type Split = [train: Int32Array, test: Int32Array];

/** Samples by their number: an array, a list, or anything with a length. */
export type Countable = NDArray | { readonly length: number };

/** What divides samples into parts for a cross-validation. */
export interface Splitter {
  /** How many divisions it makes. */
  readonly nSplits: number;
  /** The divisions of samples, each with the indices of its training and its test part. */
  split(x: Countable, y?: Labels): Iterable<Split>;
}

/** The options of {@link KFold} and {@link StratifiedKFold}. */
export interface KFoldOptions {
  /** Whether to shuffle the samples first. Default false. */
  shuffle?: boolean;
  /** The seed, an integer from 0 to 2^32 - 1, or a generator; only with `shuffle`. Default: another order each time. */
  randomState?: number | RandomState | null;
}

/**
 * Divides samples into parts of equal size, each of which is the test part once: scikit-learn's `KFold`, index by index.
 *
 * @example
 * for (const [train, test] of new KFold(5).split(x)) {
 *   await model.fit(x.take(train), y.take(train));
 * }
 */
export class KFold implements Splitter {
  readonly nSplits: number;
  readonly #options: KFoldOptions;

  /**
   * @param nSplits how many parts, from 2
   * @throws RangeError for fewer parts, or for a `randomState` without `shuffle`
   */
  constructor(nSplits = 5, options: KFoldOptions = {}) {
    checkFolds(nSplits, options);
    this.nSplits = nSplits;
    this.#options = options;
  }

  /**
   * The parts one after another.
   *
   * @param x the samples; only their number matters
   * @throws RangeError for fewer samples than parts
   */
  *split(x: Countable): Generator<Split, void> {
    const samples = x.length;
    checkSamples(this.nSplits, samples);
    const order = Int32Array.from({ length: samples }, (_, i) => i);
    if (this.#options.shuffle) generator(this.#options).shuffle(order);
    const fold = new Int32Array(samples);
    for (let i = 0, start = 0; i < this.nSplits; i++) {
      const end = start + Math.floor(samples / this.nSplits) + (i < samples % this.nSplits ? 1 : 0);
      for (const sample of order.subarray(start, end)) fold[sample] = i;
      start = end;
    }
    yield* splitsByFold(fold, this.nSplits);
  }
}

/** Training and test indices in ascending order, for each fold in turn. */
export function* splitsByFold(fold: Int32Array, nSplits: number): Generator<Split, void> {
  const indices = Int32Array.from({ length: fold.length }, (_, i) => i);
  for (let i = 0; i < nSplits; i++) {
    yield [indices.filter((sample) => fold[sample] !== i), indices.filter((sample) => fold[sample] === i)];
  }
}

export function checkFolds(nSplits: number, { shuffle = false, randomState = null }: KFoldOptions): void {
  if (!Number.isInteger(nSplits) || nSplits < 2) {
    throw new RangeError(
      `k-fold cross-validation requires at least one train/test split by setting nSplits=2 or more, got nSplits=${nSplits}.`,
    );
  }
  if (!shuffle && randomState !== null) {
    throw new RangeError(
      "Setting a randomState has no effect since shuffle is false. You should leave randomState to its default (null), or set shuffle: true.",
    );
  }
}

export function checkSamples(nSplits: number, samples: number): void {
  if (nSplits <= samples) return;
  throw new RangeError(
    `Cannot have number of splits nSplits=${nSplits} greater than the number of samples: ${samples}.`,
  );
}

export function generator({ randomState = null }: KFoldOptions): RandomState {
  if (randomState instanceof RandomState) return randomState;
  return randomState === null ? globalState() : new RandomState(randomState);
}

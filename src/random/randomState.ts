import { MT19937 } from "./mt19937.ts";

/** What {@link RandomState.getState} gives: plain numbers, fit for JSON. */
export interface RandomStateSnapshot {
  /** The generator's words. */
  key: readonly number[];
  /** The next word's place among them. */
  position: number;
}

/**
 * The part of numpy's legacy `numpy.random.RandomState` that splitting and shuffling use, number for number.
 *
 * @example new RandomState(42).permutation(5); // Int32Array [1, 4, 2, 0, 3]
 */
export class RandomState {
  readonly #words: MT19937;

  /** @param seed an integer from 0 to 2^32 - 1; by default one from the system's entropy. */
  constructor(seed: number = crypto.getRandomValues(new Uint32Array(1))[0]!) {
    this.#words = new MT19937(seed);
  }

  /** An integer from 0 to `max`, both included, each equally likely (numpy's `random_interval`). */
  interval(max: number): number {
    if (max === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    for (;;) {
      const value = (this.#words.next() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** Shuffles in place (numpy's `shuffle` of a one-dimensional array: Fisher-Yates from the end). */
  shuffle(values: { readonly length: number; [index: number]: number }): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.interval(i);
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
    }
  }

  /** The integers below `length` in random order (numpy's `permutation`). */
  permutation(length: number): Int32Array {
    const values = Int32Array.from({ length }, (_, i) => i);
    this.shuffle(values);
    return values;
  }

  /** A number from 0 up to but excluding 1, with 53 random bits (numpy's `random_sample`). */
  random(): number {
    const high = this.#words.next() >>> 5;
    const low = this.#words.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** An integer usable as another generator's seed. */
  seed(): number {
    return this.#words.next();
  }

  /** The state (numpy's `get_state`): {@link setState} repeats what comes next. */
  getState(): RandomStateSnapshot {
    return this.#words.getState();
  }

  /** Puts a state back (numpy's `set_state`). @throws RangeError for anything that is no state */
  setState(state: RandomStateSnapshot): void {
    this.#words.setState(state);
  }
}

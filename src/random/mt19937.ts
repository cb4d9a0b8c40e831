const stateLength = 624;
const shift = 397;

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), seeded as numpy's legacy `RandomState` seeds it:
 * the same seed gives the same stream of 32-bit words.
 *
 * @example new MT19937(42).next(); // 1608637542
 */
export class MT19937 {
  readonly #state = new Uint32Array(stateLength);
  #position = stateLength;

  /** @param seed an integer from 0 to 2^32 - 1. @throws RangeError for anything else. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`a seed is an integer from 0 to 4294967295, got ${seed}`);
    }
    this.#state[0] = seed;
    for (let i = 1; i < stateLength; i++) {
      const previous = this.#state[i - 1]!;
      this.#state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next word: an integer from 0 to 2^32 - 1. */
  next(): number {
    if (this.#position === stateLength) this.#refill();
    let word = this.#state[this.#position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** The state, as numpy's `get_state` gives it. */
  getState(): { key: number[]; position: number } {
    return { key: [...this.#state], position: this.#position };
  }

  /** Goes on where {@link getState} was called. @throws RangeError for anything that is no such state */
  setState({ key, position }: { key: readonly number[]; position: number }): void {
    if (key?.length !== stateLength || !(position >= 0 && position <= stateLength)) {
      throw new RangeError(
        `the state of MT19937 has ${stateLength} words and a position, got ${key?.length} words`,
      );
    }
    this.#state.set(key);
    this.#position = position;
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < stateLength; i++) {
      const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % stateLength]! & 0x7fffffff);
      state[i] = state[(i + shift) % stateLength]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}

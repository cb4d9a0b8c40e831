import { RandomState } from "./randomState.ts";

let state = new RandomState();

/**
 * Makes what follows repeatable: initial weights and the order of shuffled samples (Keras's
 * `keras.utils.set_random_seed`).
 *
 * @param seed an integer from 0 to 2^32 - 1
 * @throws RangeError for anything else
 * @example setRandomSeed(42);
 */
export function setRandomSeed(seed: number): void {
  state = new RandomState(seed);
}

/** The generator that everything without a seed of its own draws from. */
export function globalState(): RandomState {
  return state;
}

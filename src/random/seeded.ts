import { mended } from "../notebook/mended.ts";
import { globalState } from "./globalState.ts";
import type { RandomState } from "./randomState.ts";

const native = Math.random;
let current = native;
let own: number | undefined;

/**
 * Runs work whose random numbers repeat for the same seed: tfjs draws the seeds of its samplers (dropout's, the initialisers')
 * from `Math.random`, which for the length of the work is a generator of this library. Where somebody else stands in for
 * `Math.random` (a graph that is being traced), that stays.
 *
 * @param work synchronous work
 * @param state the generator; by default the one that `setRandomSeed` sets
 */
export function seeded<T>(work: () => T, state: RandomState = globalState()): T {
  if (Math.random !== current) return work();
  const outer = current;
  current = () => state.random();
  Math.random = current;
  const restore = () => {
    current = outer;
    Math.random = outer;
  };
  try {
    return mended(restore, work);
  } finally {
    restore();
  }
}

/**
 * Does what {@link seeded} does for a layer with a seed of its own. Where somebody else makes the numbers, {@link ownSeed} says which.
 *
 * @param seed what the layer was given
 * @param state the layer's stream of numbers
 */
export function seededBy<T>(seed: number, state: RandomState, work: () => T): T {
  const outer = own;
  own = seed;
  const restore = () => {
    own = outer;
  };
  try {
    return mended(restore, () => seeded(work, state));
  } finally {
    restore();
  }
}

/** The seed of the layer that computes now, if it has one of its own. */
export function ownSeed(): number | undefined {
  return own;
}

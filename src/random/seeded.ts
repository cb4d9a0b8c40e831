import { mended } from "../notebook/mended.ts";
import { globalState } from "./globalState.ts";
import type { RandomState } from "./randomState.ts";

const native = Math.random;
let current = native;

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

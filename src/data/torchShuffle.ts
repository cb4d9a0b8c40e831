import { globalState } from "../random/globalState.ts";
import { MT19937 } from "../random/mt19937.ts";

/** Gives the order of the samples, pass after pass. */
export interface Shuffler {
  order(samples: number): Int32Array;
  /** Says that a pass went through to its end. */
  finish(samples: number): void;
}

/**
 * Orders of samples as PyTorch's `DataLoader(shuffle=True, generator=torch.Generator().manual_seed(seed))` draws them, number for number.
 *
 * @param seed an integer from 0 to 2^32 - 1; without one, the words come from the generator that `setRandomSeed` sets
 * @throws RangeError for anything else
 */
export function torchShuffler(seed?: number): Shuffler {
  const own = seed === undefined ? undefined : new MT19937(seed);
  const next = () => (own === undefined ? globalState().seed() : own.next());
  return {
    order(samples) {
      // PyTorch draws a 64-bit seed for worker processes before every pass, with or without workers.
      next();
      next();
      return permutation(samples, next);
    },
    finish(samples) {
      // PyTorch's RandomSampler draws one more order, of which it takes no sample.
      permutation(samples, next);
    },
  };
}

/** `torch.randperm` on a CPU. */
function permutation(length: number, next: () => number): Int32Array {
  const values = Int32Array.from({ length }, (_, i) => i);
  for (let i = 0; i < length - 1; i++) {
    const j = i + (next() % (length - i));
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
  return values;
}

import { availableParallelism } from "node:os";

/**
 * How many calls of a graph that changes nothing run side by side: one for each processor, as far as libuv has threads for them (4 unless
 * UV_THREADPOOL_SIZE says so). They need no waiting for each other, as threads within an operation do.
 */
export const lanes = Math.min(availableParallelism(), 4);

/** The length of parts that are at most so long and, but for the last, of equal length: each length is a graph of its own. */
export function evenParts(samples: number, most: number): number {
  return Math.max(1, Math.ceil(samples / Math.ceil(samples / most)));
}

/** The lengths of the first parts, the last of which may be shorter. */
export function partsOf(samples: number, size: number, most: number): number[] {
  const count = Math.min(most, Math.ceil(samples / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, samples - i * size));
}

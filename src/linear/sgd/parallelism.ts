import { availableParallelism } from "node:os";

/** Multiplications that take the calling thread about 20 ms, less than two workers take to start. */
const small = 2e7;

/**
 * How many workers solve the problems; 0 for the calling thread.
 *
 * @param nJobs scikit-learn's `n_jobs`: -1 for all cores, -2 for all but one; null, too, means all cores
 * @throws RangeError for 0 and fractions
 */
export function workersFor(nJobs: number | null, problems: number, multiplications: number): number {
  if (nJobs !== null && (!Number.isInteger(nJobs) || nJobs === 0)) {
    throw new RangeError(`nJobs is a number of workers, or -1 for all cores, got ${nJobs}`);
  }
  if (multiplications < small) return 0;
  const cores = availableParallelism();
  const wanted = nJobs === null ? cores : nJobs > 0 ? nJobs : Math.max(1, cores + 1 + nJobs);
  return Math.min(wanted, problems);
}

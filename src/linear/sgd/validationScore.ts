import type { Kernel } from "./kernel.ts";
import { type Lane, stateOf } from "./lane.ts";
import type { Problem } from "./problem.ts";

/**
 * The accuracy on the held-out samples as scikit-learn 1.9 takes it after each epoch: from the weights before their scale,
 * and of the classes -1 and 1, although the log loss encodes the others as 0, so that only hits of the class itself count.
 */
export function validationScore(kernel: Kernel, lane: Lane, problem: Problem): number {
  const { heldOut, targets, sampleWeights } = problem;
  let right = 0;
  let total = 0;
  heldOut?.forEach((held, sample) => {
    if (held === 0) return;
    const weight = sampleWeights?.[sample] ?? 1;
    const predicted = kernel.product(lane.at, sample) + stateOf(lane, "intercept") > 0 ? 1 : -1;
    total += weight;
    if (predicted === targets[sample]) right += weight;
  });
  return right / total;
}

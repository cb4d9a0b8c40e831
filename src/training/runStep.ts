import type { Logs } from "./history.ts";
import type { Pacing } from "./pacing.ts";
import type { Step } from "./step.ts";

/** Runs a step over all samples in the given order, resting as the pacing asks, and returns the means. */
export async function runStep(step: Step, order: Int32Array, pacing: Pacing): Promise<Logs> {
  for (let next = 0; next < order.length; ) {
    next = step.run(order, next, pacing.due);
    await pacing.rest();
  }
  return step.takeLogs();
}

/** The samples in their own order. */
export function inOrder(samples: number): Int32Array {
  return Int32Array.from({ length: samples }, (_, i) => i);
}

import type { Kernel } from "./kernel.ts";
import { type LogisticPart, type LogisticResult, logisticPart } from "./logisticPart.ts";
import type { Problem, Solution } from "./problem.ts";
import type { Samples } from "./samples.ts";
import { type Observer, solve } from "./solve.ts";

/** What a worker can do: solve a binary problem, or take the loss and gradient of a part of the samples. */
export type Task = Problem | LogisticPart;

/** What each task gives. */
export type TaskResult<T extends Task> = T extends Problem ? Solution : LogisticResult;

/** Does one task; undefined when it was cancelled. */
export function perform(
  kernel: Kernel,
  samples: Samples,
  at: number,
  task: Task,
  observer: Observer,
): Solution | LogisticResult | undefined {
  return "method" in task
    ? solve(kernel, samples, at, task, observer)
    : logisticPart(kernel, samples, at, task);
}

import type { Kernel } from "./kernel.ts";
import { type LogisticPart, type LogisticResult, logisticPart } from "./logisticPart.ts";
import type { Problem, Report, Solution } from "./problem.ts";
import type { Samples } from "./samples.ts";
import { solve } from "./solve.ts";

/** What a worker can do: solve a binary problem, or take the loss and gradient of a part of the samples. */
export type Task = Problem | LogisticPart;

/** What each task gives. */
export type TaskResult<T extends Task> = T extends Problem ? Solution : LogisticResult;

/** What a worker tells of its tasks, each by its place among those it was given. */
export type Answer = { readonly place: number } & (
  | { readonly report: Report }
  | { readonly result: TaskResult<Task> }
  | { readonly error: unknown }
);

/** Whether two tasks can be done side by side. */
export function arePair(a: Task, b: Task): boolean {
  return "method" in a && "method" in b && a.rows.length === b.rows.length;
}

/**
 * Does one task, or two problems side by side.
 *
 * @param at where in the memory this worker's room begins
 * @param cancelled whether to give up; what is unfinished then is never answered
 */
export function perform(
  kernel: Kernel,
  samples: Samples,
  at: number,
  tasks: readonly Task[],
  cancelled: () => boolean,
  answer: (answer: Answer) => void,
): void {
  const problems = tasks.filter((task) => "method" in task);
  try {
    if (problems.length === 0) {
      answer({ place: 0, result: logisticPart(kernel, samples, at, tasks[0] as LogisticPart) });
      return;
    }
    solve(kernel, samples, at, problems, {
      cancelled,
      report: (place, report) => answer({ place, report }),
      settle: (place, outcome) =>
        answer("solution" in outcome ? { place, result: outcome.solution } : { place, error: outcome.error }),
    });
  } catch (error) {
    for (const place of tasks.keys()) answer({ place, error });
  }
}

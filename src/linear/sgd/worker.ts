import { parentPort, workerData } from "node:worker_threads";
import { loadKernel } from "./kernel.ts";
import type { Problem, Report, Solution } from "./problem.ts";
import type { Samples } from "./samples.ts";
import { solve } from "./solve.ts";

/** What a worker is started with. */
export interface WorkerData {
  readonly samples: Samples;
  /** Where its room in the memory begins. */
  readonly room: number;
  /** One number: 1 where all work is to end. */
  readonly cancel: Int32Array;
}

/** What a worker answers to a problem. */
export type Answer =
  | { readonly report: Report }
  | { readonly solution: Solution | undefined }
  | { readonly error: unknown };

const { samples, room, cancel } = workerData as WorkerData;
const kernel = loadKernel(samples);

parentPort?.on("message", (problem: Problem) => {
  const answer = (message: Answer) => parentPort?.postMessage(message);
  try {
    const cancelled = () => Atomics.load(cancel, 0) === 1;
    const solution = solve(kernel, samples, room, problem, {
      cancelled,
      report: (report) => answer({ report }),
    });
    answer({ solution });
  } catch (error) {
    answer({ error });
  }
});

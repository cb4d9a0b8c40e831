import { parentPort, workerData } from "node:worker_threads";
import { loadKernel } from "./kernel.ts";
import type { Report } from "./problem.ts";
import type { Samples } from "./samples.ts";
import { perform, type Task, type TaskResult } from "./task.ts";

/** What a worker is started with. */
export interface WorkerData {
  readonly samples: Samples;
  /** Where its room in the memory begins. */
  readonly room: number;
  /** One number: 1 where all work is to end. */
  readonly cancel: Int32Array;
}

/** What a worker answers to a task. */
export type Answer =
  | { readonly report: Report }
  | { readonly result: TaskResult<Task> | undefined }
  | { readonly error: unknown };

const { samples, room, cancel } = workerData as WorkerData;
const kernel = loadKernel(samples, room);

parentPort?.on("message", (task: Task) => {
  const answer = (message: Answer) => parentPort?.postMessage(message);
  try {
    const cancelled = () => Atomics.load(cancel, 0) === 1;
    const result = perform(kernel, samples, room, task, {
      cancelled,
      report: (report) => answer({ report }),
    });
    answer({ result });
  } catch (error) {
    answer({ error });
  }
});

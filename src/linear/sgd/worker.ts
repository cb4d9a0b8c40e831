import { parentPort, workerData } from "node:worker_threads";
import { loadKernel } from "./kernel.ts";
import type { Samples } from "./samples.ts";
import { perform, type Task } from "./task.ts";

/** What a worker is started with. */
export interface WorkerData {
  readonly samples: Samples;
  /** Where its room in the memory begins. */
  readonly room: number;
  /** One number: 1 where all work is to end. */
  readonly cancel: Int32Array;
}

const { samples, room, cancel } = workerData as WorkerData;
const kernel = loadKernel(samples);

parentPort?.on("message", (tasks: Task[]) => {
  const cancelled = () => Atomics.load(cancel, 0) === 1;
  perform(kernel, samples, room, tasks, cancelled, (answer) => parentPort?.postMessage(answer));
});

import type { Worker } from "node:worker_threads";
import { kernelHandle } from "../../notebook/handle.ts";
import { KeyboardInterrupt } from "../../notebook/interrupt.ts";
import type { Matrix } from "../matrix.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import type { Report } from "./problem.ts";
import { type Samples, shareSamples } from "./samples.ts";
import { scoreRows } from "./scoreRows.ts";
import { startWorker } from "./startWorker.ts";
import { perform, type Task, type TaskResult } from "./task.ts";
import type { Answer, WorkerData } from "./worker.ts";

interface Job {
  readonly task: Task;
  readonly report: (report: Report) => void;
  readonly resolve: (result: TaskResult<Task>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Samples in shared memory and the workers that solve problems on them, first come, first served. Without workers the
 * problems are solved on the calling thread, where small ones are done before a worker would have started. The first room in
 * the memory is the calling thread's.
 */
export class Session {
  readonly samples: Samples;
  readonly #cancel = new Int32Array(new SharedArrayBuffer(4));
  readonly #queue: Job[] = [];
  readonly #idle: Worker[] = [];
  readonly #running = new Map<Worker, Job>();
  readonly #signal = kernelHandle()?.signal;
  readonly #interrupt = () => this.#stop(new KeyboardInterrupt("fit was interrupted"));
  #workers: Worker[] = [];
  #kernel: Kernel | undefined;
  #stopped: unknown;

  private constructor(samples: Samples) {
    this.samples = samples;
  }

  /** @param workers how many problems are solved at a time; 0 to solve them on this thread; planes: how many are weighed at once */
  static async open(matrix: Matrix, workers: number, planes = 1): Promise<Session> {
    const session = new Session(shareSamples(matrix, workers + 1, planes));
    if (session.#signal?.aborted) session.#interrupt();
    session.#signal?.addEventListener("abort", session.#interrupt);
    const indices = Array.from({ length: workers }, (_, i) => i);
    session.#workers = await Promise.all(indices.map((index) => session.#start(index)));
    session.#idle.push(...session.#workers);
    return session;
  }

  /**
   * Does one task.
   *
   * @throws KeyboardInterrupt when the user interrupts the cell
   */
  perform<T extends Task>(task: T, report: (report: Report) => void = () => {}): Promise<TaskResult<T>> {
    const { promise, resolve, reject } = withResolvers<TaskResult<Task>>();
    this.#queue.push({ task, report, resolve, reject });
    if (this.#workers.length > 0) this.#dispatch();
    else setImmediate(() => this.#performHere());
    return promise as Promise<TaskResult<T>>;
  }

  /**
   * The scores of some rows, on the calling thread.
   *
   * @param coef weights, plane by plane
   * @returns shape (rows, planes)
   */
  scores(rows: Int32Array, coef: Float64Array, intercept: Float64Array): Float64Array {
    this.#kernel ??= loadKernel(this.samples, this.samples.rooms);
    return scoreRows(this.#kernel, this.samples, this.samples.rooms, rows, coef, intercept);
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#interrupt);
    Atomics.store(this.#cancel, 0, 1);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #start(index: number): Promise<Worker> {
    const room = this.samples.rooms + (index + 1) * this.samples.roomSize;
    const workerData: WorkerData = { samples: this.samples, room, cancel: this.#cancel };
    const worker = await startWorker("worker", { workerData });
    worker.on("message", (answer: Answer) => this.#receive(worker, answer));
    worker.on("error", (error) => this.#stop(error));
    return worker;
  }

  #dispatch(): void {
    if (this.#stopped !== undefined) this.#rejectAll();
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      const worker = this.#idle.shift()!;
      const job = this.#queue.shift()!;
      this.#running.set(worker, job);
      job.report({ started: true });
      worker.postMessage(job.task);
    }
  }

  #receive(worker: Worker, answer: Answer): void {
    const job = this.#running.get(worker);
    if (job === undefined) return;
    if ("report" in answer) {
      job.report(answer.report);
      return;
    }
    this.#running.delete(worker);
    this.#idle.push(worker);
    if ("error" in answer) job.reject(answer.error);
    else if (answer.result === undefined) job.reject(this.#stopped);
    else job.resolve(answer.result);
    this.#dispatch();
  }

  #performHere(): void {
    if (this.#stopped !== undefined) this.#rejectAll();
    const job = this.#queue.shift();
    if (job === undefined) return;
    this.#kernel ??= loadKernel(this.samples, this.samples.rooms);
    const observer = { cancelled: () => this.#stopped !== undefined, report: job.report };
    job.report({ started: true });
    try {
      const result = perform(this.#kernel, this.samples, this.samples.rooms, job.task, observer);
      if (result === undefined) job.reject(this.#stopped);
      else job.resolve(result);
    } catch (error) {
      job.reject(error);
    }
  }

  #stop(reason: unknown): void {
    this.#stopped ??= reason;
    Atomics.store(this.#cancel, 0, 1);
    this.#rejectAll();
  }

  #rejectAll(): void {
    for (const job of this.#queue.splice(0)) job.reject(this.#stopped);
    for (const job of this.#running.values()) job.reject(this.#stopped);
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise, resolve, reject };
}

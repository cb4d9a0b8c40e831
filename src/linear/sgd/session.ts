import type { Worker } from "node:worker_threads";
import { kernelHandle } from "../../notebook/handle.ts";
import { KeyboardInterrupt } from "../../notebook/interrupt.ts";
import type { Matrix } from "../matrix.ts";
import { type Kernel, loadKernel } from "./kernel.ts";
import type { Report } from "./problem.ts";
import { type Samples, shareSamples } from "./samples.ts";
import { scoreRows } from "./scoreRows.ts";
import { startWorker } from "./startWorker.ts";
import { type Answer, arePair, perform, type Task, type TaskResult } from "./task.ts";
import type { WorkerData } from "./worker.ts";

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
  readonly #running = new Map<Worker, (Job | undefined)[]>();
  #dispatching = false;
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
    this.#wake();
    return promise as Promise<TaskResult<T>>;
  }

  /**
   * The scores of some rows, on the calling thread.
   *
   * @param coef weights, plane by plane
   * @returns shape (rows, planes)
   */
  scores(rows: Int32Array, coef: Float64Array, intercept: Float64Array): Float64Array {
    this.#kernel ??= loadKernel(this.samples);
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

  /** Hands out tasks once all that are asked for now stand in the queue. */
  #wake(): void {
    if (this.#dispatching) return;
    this.#dispatching = true;
    setImmediate(() => {
      this.#dispatching = false;
      if (this.#stopped !== undefined) this.#rejectAll();
      else if (this.#workers.length > 0) this.#dispatch();
      else this.#performHere();
    });
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      const worker = this.#idle.shift()!;
      const jobs = this.#take();
      this.#running.set(worker, jobs);
      for (const job of jobs) job.report({ started: true });
      worker.postMessage(jobs.map(({ task }) => task));
    }
  }

  /** The next task, or two that go well together where there is enough for all workers. */
  #take(): Job[] {
    const [first, second] = this.#queue;
    const two = second && this.#queue.length > this.#workers.length && arePair(first!.task, second.task);
    return this.#queue.splice(0, two ? 2 : 1);
  }

  #receive(worker: Worker, answer: Answer): void {
    const jobs = this.#running.get(worker) ?? [];
    settle(jobs, answer);
    if (jobs.some((job) => job !== undefined)) return;
    this.#running.delete(worker);
    this.#idle.push(worker);
    this.#dispatch();
  }

  #performHere(): void {
    const jobs: (Job | undefined)[] = this.#take();
    if (jobs.length === 0) return;
    this.#kernel ??= loadKernel(this.samples);
    const tasks = jobs.map((job) => job!.task);
    for (const job of jobs) job!.report({ started: true });
    const cancelled = () => this.#stopped !== undefined;
    perform(this.#kernel, this.samples, this.samples.rooms, tasks, cancelled, (answer) =>
      settle(jobs, answer),
    );
    for (const job of jobs) job?.reject(this.#stopped);
    if (this.#queue.length > 0) this.#wake();
  }

  #stop(reason: unknown): void {
    this.#stopped ??= reason;
    Atomics.store(this.#cancel, 0, 1);
    this.#rejectAll();
  }

  #rejectAll(): void {
    for (const job of this.#queue.splice(0)) job.reject(this.#stopped);
    for (const jobs of this.#running.values()) for (const job of jobs) job?.reject(this.#stopped);
  }
}

/** Passes an answer on; a job that has its result leaves its place. */
function settle(jobs: (Job | undefined)[], answer: Answer): void {
  const job = jobs[answer.place];
  if ("report" in answer) {
    job?.report(answer.report);
    return;
  }
  jobs[answer.place] = undefined;
  if ("error" in answer) job?.reject(answer.error);
  else job?.resolve(answer.result);
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

import type { HookName, Work } from "../callbacks/callback.ts";
import type { CallbackList } from "../callbacks/callbackList.ts";
import type { Logs } from "./history.ts";
import type { Pacing } from "./pacing.ts";

const hooks = {
  train: ["onTrainBatchBegin", "onTrainBatchEnd"],
  test: ["onTestBatchBegin", "onTestBatchEnd"],
  predict: ["onPredictBatchBegin", "onPredictBatchEnd"],
} as const satisfies Record<Work, readonly HookName[]>;

/** What happens around batches: callbacks, progress, pauses, the wish to stop. */
export class BatchLoop {
  /** Whether a callback must be called for every batch; else many may run at once. */
  readonly eachBatch: boolean;
  readonly #work: Work;
  readonly #callbacks: CallbackList;
  readonly #pacing: Pacing;
  readonly #stopped: () => boolean;

  /** @param stopped whether a callback asked to stop */
  constructor(work: Work, callbacks: CallbackList, pacing: Pacing, stopped: () => boolean = () => false) {
    this.#work = work;
    this.#callbacks = callbacks;
    this.#pacing = pacing;
    this.#stopped = stopped;
    this.eachBatch = callbacks.watchesBatches(work);
  }

  /** What to call the work in the error of an interrupt. */
  get what(): string {
    return this.#pacing.what;
  }

  /** Whether a callback asked to stop. */
  get stopped(): boolean {
    return this.#stopped();
  }

  /** Whether it is time to let the event loop live. */
  get due(): () => boolean {
    return this.#pacing.due;
  }

  /** Before a batch. */
  async begin(batch: number): Promise<void> {
    if (this.eachBatch) await this.#callbacks.call(hooks[this.#work][0], batch);
  }

  /** After batches, of which there are `done` by now. @throws KeyboardInterrupt when the user asked to stop */
  async end(done: number, logs: () => Logs): Promise<void> {
    if (this.eachBatch) await this.#callbacks.call(hooks[this.#work][1], done - 1, logs());
    if (!this.#pacing.due()) return;
    this.#callbacks.showProgress(done, logs());
    await this.#pacing.rest();
  }
}

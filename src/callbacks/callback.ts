import type { Model } from "../models/model.ts";
import type { Logs } from "../training/history.ts";

/** What callbacks are told of the run, by Keras's names. */
export interface CallbackParams {
  /** How much the run prints. */
  readonly verbose: number;
  /** The number of the last epoch, counted from 1. */
  readonly epochs: number;
  /** How many batches an epoch has; null where that is not known. */
  readonly steps: number | null;
}

/** What a hook may return; a promise is awaited before training goes on. */
export type HookResult = void | Promise<void>;

/**
 * The base of callbacks: `keras.callbacks.Callback`. A subclass overrides the hooks that it needs; hooks may be async. While
 * training, `this.model.stopTraining = true` ends it after the running batch. Epochs and batches count from 0, as in Keras.
 *
 * Overriding a batch hook makes training pause after each batch, which is slower than leaving a whole epoch to TensorFlow.
 *
 * @see https://keras.io/api/callbacks/base_callback/
 * @example
 * class Stopwatch extends callbacks.Callback {
 *   override onEpochEnd(epoch: number, logs: Logs) {
 *     console.log(epoch, logs.loss, performance.now());
 *   }
 * }
 * await model.fit(x, y, { callbacks: [new Stopwatch()] });
 */
export class Callback {
  #model: Model | undefined;
  #params: CallbackParams | undefined;

  /** The model that the callback serves. @throws Error before `fit`, `evaluate` or `predict` begins */
  get model(): Model {
    if (this.#model === undefined)
      throw new Error(`${this.constructor.name} has no model yet: give it to fit`);
    return this.#model;
  }

  /** What the run was told: verbose, epochs, steps. */
  get params(): CallbackParams | undefined {
    return this.#params;
  }

  /** Called first, with the model. */
  setModel(model: Model): void {
    this.#model = model;
  }

  /** Called first, with the run's parameters. */
  setParams(params: CallbackParams): void {
    this.#params = params;
  }

  /** Before the first epoch. */
  onTrainBegin(_logs?: Logs): HookResult {}
  /** After the last epoch, with its losses and metrics; not after an error or an interrupt. */
  onTrainEnd(_logs?: Logs): HookResult {}
  /** Before an epoch. */
  onEpochBegin(_epoch: number, _logs?: Logs): HookResult {}
  /** After an epoch and its validation, whose values are `val_loss`, ... What it adds to the logs goes into the history. */
  onEpochEnd(_epoch: number, _logs: Logs): HookResult {}
  /** Before a batch of training. */
  onTrainBatchBegin(batch: number, logs?: Logs): HookResult {
    return this.onBatchBegin(batch, logs);
  }
  /** After a batch of training, with the means of the epoch so far. */
  onTrainBatchEnd(batch: number, logs: Logs): HookResult {
    return this.onBatchEnd(batch, logs);
  }
  /** Another name of {@link onTrainBatchBegin}. */
  onBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  /** Another name of {@link onTrainBatchEnd}. */
  onBatchEnd(_batch: number, _logs: Logs): HookResult {}
  /** Before an evaluation, also that of validation data. */
  onTestBegin(_logs?: Logs): HookResult {}
  /** After an evaluation, with its losses and metrics. */
  onTestEnd(_logs: Logs): HookResult {}
  /** Before a batch of an evaluation. */
  onTestBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  /** After a batch of an evaluation, with the means so far. */
  onTestBatchEnd(_batch: number, _logs: Logs): HookResult {}
  /** Before `predict`. */
  onPredictBegin(_logs?: Logs): HookResult {}
  /** After `predict`. */
  onPredictEnd(_logs?: Logs): HookResult {}
  /** Before a batch of `predict`. */
  onPredictBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  /** After a batch of `predict`. */
  onPredictBatchEnd(_batch: number, _logs?: Logs): HookResult {}

  /**
   * After an error or an interrupt ended the work, in the place of the hooks of its end: the place to tidy up. Keras has no such
   * hook; PyTorch Lightning has.
   */
  onException(_error: unknown): HookResult {}

  /** Whether the callback must be called for every batch of this kind of work. By default: whether it overrides a hook of it. */
  watchesBatches(work: Work): boolean {
    return batchHooks[work].some((hook) => this[hook] !== Callback.prototype[hook]);
  }
}

/** What callbacks accompany. */
export type Work = "train" | "test" | "predict";

const batchHooks = {
  train: ["onTrainBatchBegin", "onTrainBatchEnd", "onBatchBegin", "onBatchEnd"],
  test: ["onTestBatchBegin", "onTestBatchEnd"],
  predict: ["onPredictBatchBegin", "onPredictBatchEnd"],
} as const satisfies Record<Work, readonly (keyof Callback)[]>;

/** The names of all hooks. */
export const hookNames = [
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  ...batchHooks.train,
  "onTestBegin",
  "onTestEnd",
  ...batchHooks.test,
  "onPredictBegin",
  "onPredictEnd",
  ...batchHooks.predict,
  "onException",
] as const satisfies readonly (keyof Callback)[];

/** The name of a hook. */
export type HookName = (typeof hookNames)[number];

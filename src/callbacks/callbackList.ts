import type { Model } from "../models/model.ts";
import { History, type Logs } from "../training/history.ts";
import type { Callback, CallbackParams, HookName, Work } from "./callback.ts";
import { type CallbackLike, toCallback } from "./callbackLike.ts";
import { printTo } from "./print.ts";
import { ProgressBar } from "./progressBar.ts";

/** One callback or several; lists may be nested, and what is undefined, null or false is left out. */
export type Callbacks = CallbackLike | readonly Callbacks[] | undefined | null | false;

/** All callbacks of a run; calls them in their order, one after another, and waits for each. */
export class CallbackList {
  readonly callbacks: readonly Callback[];
  readonly #watching: Record<Work, boolean>;
  readonly #bars: readonly ProgressBar[];

  /**
   * @param given what the user gave; a history and a progress bar are added where they are wanted and missing
   * @throws TypeError that names what is no callback
   */
  constructor(
    given: Callbacks,
    model: Model,
    params: CallbackParams,
    add: { history?: boolean; progressBar?: boolean } = {},
  ) {
    const callbacks = flatten(given).map(toCallback);
    const isMissing = (kind: typeof History | typeof ProgressBar) =>
      !callbacks.some((callback) => callback instanceof kind);
    if (add.history && isMissing(History)) callbacks.push(new History());
    if (add.progressBar && isMissing(ProgressBar)) callbacks.push(new ProgressBar());
    this.callbacks = callbacks;
    printTo(undefined, model); // A run that was cut off may have left its own.
    for (const callback of callbacks) {
      callback.setParams(params);
      callback.setModel(model);
    }
    const watches = (work: Work) => callbacks.some((callback) => callback.watchesBatches(work));
    this.#watching = { train: watches("train"), test: watches("test"), predict: watches("predict") };
    this.#bars = callbacks.filter((callback) => callback instanceof ProgressBar);
  }

  /** The history among the callbacks. */
  get history(): History {
    return this.callbacks.find((callback) => callback instanceof History)!;
  }

  /** Whether a callback must be called for each batch of this kind of work. */
  watchesBatches(work: Work): boolean {
    return this.#watching[work];
  }

  /** Calls a hook of every callback. */
  async call<Name extends HookName>(hook: Name, ...args: Parameters<Callback[Name]>): Promise<void> {
    for (const callback of this.callbacks) {
      const result = (callback[hook] as (...args: unknown[]) => unknown)(...args);
      if (result !== undefined) await result;
    }
  }

  /** Does the work; where it fails or is interrupted, every callback is told before the error goes on. */
  async accompany<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      for (const callback of this.callbacks) {
        try {
          await callback.onException(error);
        } catch (cause) {
          console.warn(`onException of ${callback.constructor.name} failed: ${String(cause)}`);
        }
      }
      throw error;
    }
  }

  /** Tells the progress bars how far the work is. */
  showProgress(done: number, logs: Logs): void {
    for (const bar of this.#bars) bar.showProgress(done, logs);
  }
}

function flatten(given: Callbacks): CallbackLike[] {
  if (given === undefined || given === null || given === false) return [];
  return Array.isArray(given) ? given.flatMap(flatten) : [given as CallbackLike];
}

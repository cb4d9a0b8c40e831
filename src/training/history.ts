import { inspect } from "node:util";
import { Callback } from "../callbacks/callback.ts";

/** The means of one epoch or evaluation, by name: `loss`, `accuracy`, `val_loss`, ... */
export type Logs = Record<string, number>;

/** One list for each name, an entry an epoch. */
export interface HistoryRecord {
  /** The mean loss of the training samples. */
  loss: number[];
  [name: string]: number[];
}

/**
 * What `fit` returns: the losses and metrics of every epoch, by Keras's names, in the order loss, metrics, `val_loss`, `val_...`
 * (Keras 3 sorts the names). It is a callback, as in Keras, with `params` and `model`.
 */
export class History extends Callback {
  /** The epochs' numbers, from 0. */
  epoch: number[] = [];
  /** `loss`, `accuracy`, `val_loss`, `val_accuracy`: a list each, an entry an epoch. */
  // Keras has no key before the first epoch either; `loss` is always there from then on.
  readonly history = {} as HistoryRecord;

  override onTrainBegin(): void {
    this.epoch = [];
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }

  [inspect.custom](): unknown {
    return Object.assign(Object.create({ constructor: History }), {
      epoch: this.epoch,
      history: this.history,
    });
  }
}

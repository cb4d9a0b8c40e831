/** The means of one epoch or evaluation, by name: `loss`, `accuracy`, `val_loss`, ... */
export type Logs = Record<string, number>;

/** One list for each name, an entry an epoch. */
export interface HistoryRecord {
  loss: number[];
  [name: string]: number[];
}

/** What `fit` returns: the losses and metrics of every epoch, by Keras's names. */
export class History {
  /** The epochs' numbers, from 0. */
  readonly epoch: number[] = [];
  /** `loss`, `accuracy`, `val_loss`, `val_accuracy`: a list each, an entry an epoch. */
  readonly history: HistoryRecord;

  constructor() {
    // Keras has no key before the first epoch either; `loss` is always there from then on.
    this.history = {} as HistoryRecord;
  }

  /** Adds the means of an epoch. */
  add(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}

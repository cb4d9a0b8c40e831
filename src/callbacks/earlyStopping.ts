import type { NDArray } from "../array/ndarray.ts";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { MonitorCallback, type MonitorOptions } from "./monitor.ts";
import { print } from "./print.ts";

/** The options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** How much better a value must be to count as better. Default 0. */
  minDelta?: number;
  /** After how many epochs without a better value training ends. Default 0. */
  patience?: number;
  /** 1 prints a line when training ends. Default 0. */
  verbose?: 0 | 1;
  /** A value that must be beaten; until it is, patience runs out. Default: none. */
  baseline?: number;
  /** Whether the model gets the weights of its best epoch back at the end. Default false: it keeps those of the last. */
  restoreBestWeights?: boolean;
  /** The first epoch, from 0, that is watched. Default 0. */
  startFromEpoch?: number;
}

const optionNames = {
  monitor: 1,
  minDelta: 1,
  patience: 1,
  verbose: 1,
  mode: 1,
  baseline: 1,
  restoreBestWeights: 1,
  startFromEpoch: 1,
} satisfies Record<keyof EarlyStoppingOptions, 1>;

/** See {@link earlyStopping}. */
export class EarlyStopping extends MonitorCallback {
  readonly patience: number;
  readonly verbose: number;
  readonly baseline: number | undefined;
  readonly restoreBestWeights: boolean;
  readonly startFromEpoch: number;
  /** The epoch, from 0, after which training was ended; 0 where it was not. */
  stoppedEpoch = 0;
  /** The epoch, from 0, of the best value. */
  bestEpoch = 0;
  /** How many epochs passed without a better value. */
  wait = 0;
  #bestWeights: NDArray[] | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions("earlyStopping", options, optionNames);
    const { minDelta, patience = 0, verbose = 0, baseline } = options;
    super(options, minDelta);
    this.patience = patience;
    this.verbose = verbose;
    this.baseline = baseline;
    this.restoreBestWeights = options.restoreBestWeights ?? false;
    this.startFromEpoch = options.startFromEpoch ?? 0;
  }

  override onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
    this.best = undefined;
    this.#bestWeights = undefined;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const current = this.monitored(logs);
    if (current === undefined || epoch < this.startFromEpoch) return;
    if (this.restoreBestWeights && this.#bestWeights === undefined) this.#remember(epoch);
    this.wait += 1;
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.#remember(epoch);
      if (this.baseline === undefined || this.isImprovement(current, this.baseline)) this.wait = 0;
    } else if (this.wait >= this.patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    if (this.stoppedEpoch > 0 && this.verbose > 0)
      print(this, `Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (this.#bestWeights === undefined) return;
    if (this.verbose > 0) {
      print(this, `Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    }
    this.model.setWeights(this.#bestWeights);
    this.#bestWeights = undefined;
  }

  #remember(epoch: number): void {
    this.bestEpoch = epoch;
    if (this.restoreBestWeights) this.#bestWeights = this.model.getWeights();
  }
}

/**
 * Ends training once a watched value stops getting better: `keras.callbacks.EarlyStopping`, with its defaults and decisions.
 *
 * @example
 * const stopping = callbacks.earlyStopping({ patience: 2, restoreBestWeights: true });
 * await model.fit(x, y, { epochs: 20, validationData: [valX, valY], callbacks: [stopping] });
 * console.log(stopping.stoppedEpoch);
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  return new EarlyStopping(options);
}

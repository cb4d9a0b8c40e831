import { pythonFloat } from "../progress/pythonNumber.ts";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { MonitorCallback, type MonitorOptions } from "./monitor.ts";
import { print } from "./print.ts";

/** The options of {@link reduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by, below 1. Default 0.1. */
  factor?: number;
  /** After how many epochs without a better value the learning rate shrinks. Default 10. */
  patience?: number;
  /** 1 prints a line when the learning rate shrinks. Default 0. */
  verbose?: 0 | 1;
  /** How much better a value must be to count as better. Default 0.0001. */
  minDelta?: number;
  /** How many epochs to wait after a reduction before counting again. Default 0. */
  cooldown?: number;
  /** The learning rate never falls below this. Default 0. */
  minLr?: number;
}

const optionNames = {
  monitor: 1,
  factor: 1,
  patience: 1,
  verbose: 1,
  mode: 1,
  minDelta: 1,
  cooldown: 1,
  minLr: 1,
} satisfies Record<keyof ReduceLROnPlateauOptions, 1>;

/** See {@link reduceLROnPlateau}. */
export class ReduceLROnPlateau extends MonitorCallback {
  readonly factor: number;
  readonly patience: number;
  readonly verbose: number;
  readonly cooldown: number;
  readonly minLr: number;
  /** How many epochs of rest are left. */
  cooldownCounter = 0;
  /** How many epochs passed without a better value. */
  wait = 0;

  /** @throws RangeError for a factor of 1 or more */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    checkOptions("reduceLROnPlateau", options, optionNames);
    const { factor = 0.1, patience = 10, verbose = 0, minDelta = 1e-4, cooldown = 0, minLr = 0 } = options;
    super(options, minDelta);
    if (!(factor < 1)) throw new RangeError(`reduceLROnPlateau needs a factor below 1, got ${factor}`);
    this.factor = factor;
    this.patience = patience;
    this.verbose = verbose;
    this.cooldown = cooldown;
    this.minLr = minLr;
  }

  override onTrainBegin(): void {
    this.best = undefined;
    this.cooldownCounter = 0;
    this.wait = 0;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    logs.learning_rate = Math.fround(this.model.optimizer.learningRate);
    const current = this.monitored(logs);
    if (current === undefined) return;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter -= 1;
      this.wait = 0;
    }
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.wait = 0;
    } else if (this.cooldownCounter === 0) {
      this.wait += 1;
      if (this.wait >= this.patience && this.#reduce(epoch)) {
        this.cooldownCounter = this.cooldown;
        this.wait = 0;
      }
    }
  }

  #reduce(epoch: number): boolean {
    // Keras keeps the rate in float32; the same rounding makes the same decision at the lower bound.
    const old = Math.fround(this.model.optimizer.learningRate);
    if (old <= Math.fround(this.minLr)) return false;
    const next = Math.max(old * this.factor, this.minLr);
    this.model.optimizer.learningRate = Math.fround(next);
    if (this.verbose > 0) {
      print(this, `Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${pythonFloat(next)}.`);
    }
    return true;
  }
}

/**
 * Shrinks the learning rate once a watched value stops getting better: `keras.callbacks.ReduceLROnPlateau`, with its defaults
 * and decisions. The history then has the key `learning_rate`.
 *
 * @throws RangeError for a factor of 1 or more
 * @example callbacks.reduceLROnPlateau({ factor: 0.2, patience: 5, minLr: 0.001 });
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): ReduceLROnPlateau {
  return new ReduceLROnPlateau(options);
}

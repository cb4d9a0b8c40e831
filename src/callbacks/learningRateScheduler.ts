import { pythonFloat } from "../progress/pythonNumber.ts";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { Callback } from "./callback.ts";
import { print } from "./print.ts";

/** The learning rate of an epoch (from 0), given the one so far. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/** The options of {@link learningRateScheduler}. */
export interface LearningRateSchedulerOptions {
  /** 1 prints a line each epoch. Default 0. */
  verbose?: 0 | 1;
}

/** See {@link learningRateScheduler}. */
export class LearningRateScheduler extends Callback {
  readonly schedule: EpochSchedule;
  readonly verbose: number;

  constructor(schedule: EpochSchedule, options: LearningRateSchedulerOptions = {}) {
    super();
    checkOptions("learningRateScheduler", options, { verbose: 1 });
    if (typeof schedule !== "function") {
      throw new TypeError(
        `learningRateScheduler needs a function (epoch, learningRate) => number, got ${String(schedule)}`,
      );
    }
    this.schedule = schedule;
    this.verbose = options.verbose ?? 0;
  }

  /** @throws TypeError when the schedule gives no number */
  override onEpochBegin(epoch: number): void {
    const { optimizer } = this.model;
    const next: unknown = this.schedule(epoch, Math.fround(optimizer.learningRate));
    if (typeof next !== "number" || Number.isNaN(next)) {
      throw new TypeError(
        `the schedule of learningRateScheduler gave ${String(next)} for epoch ${epoch}, not a number`,
      );
    }
    optimizer.learningRate = Math.fround(next);
    if (this.verbose > 0) {
      print(this, `Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${pythonFloat(next)}.`);
    }
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = Math.fround(this.model.optimizer.learningRate);
  }
}

/**
 * Sets the learning rate before each epoch: `keras.callbacks.LearningRateScheduler`. The history then has the key
 * `learning_rate`.
 *
 * @param schedule takes the epoch, from 0, and the learning rate so far; gives the new one
 * @example callbacks.learningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)));
 */
export function learningRateScheduler(
  schedule: EpochSchedule,
  options: LearningRateSchedulerOptions = {},
): LearningRateScheduler {
  return new LearningRateScheduler(schedule, options);
}

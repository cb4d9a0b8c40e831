import { mkdir } from "node:fs/promises";
import path from "node:path";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { BatchCounter, type SaveFreq } from "./batchCounter.ts";
import type { Work } from "./callback.ts";
import { MonitorCallback, type MonitorOptions } from "./monitor.ts";
import { print } from "./print.ts";
import { pythonFormat } from "./pythonFormat.ts";

/** The options of {@link modelCheckpoint}. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** 1 prints a line at each save. Default 0. */
  verbose?: 0 | 1;
  /** Whether to save only where the watched value is the best so far. Default false: each time. */
  saveBestOnly?: boolean;
  /** Whether to save the weights alone, in a `.weights.h5` file. Default false: the whole model. */
  saveWeightsOnly?: boolean;
  /** When to save: `"epoch"`, after each, or a number of batches. Default `"epoch"`. */
  saveFreq?: SaveFreq;
  /** With `saveBestOnly`, the value that the first save must beat. Default: none. */
  initialValueThreshold?: number;
}

const optionNames = {
  monitor: 1,
  verbose: 1,
  saveBestOnly: 1,
  saveWeightsOnly: 1,
  mode: 1,
  saveFreq: 1,
  initialValueThreshold: 1,
} satisfies Record<keyof ModelCheckpointOptions, 1>;

/** See {@link modelCheckpoint}. */
export class ModelCheckpoint extends MonitorCallback {
  readonly filepath: string;
  readonly verbose: number;
  readonly saveBestOnly: boolean;
  readonly saveWeightsOnly: boolean;
  readonly saveFreq: SaveFreq;
  readonly #counter: BatchCounter;
  #epoch = 0;

  /** @throws Error for a file name without a known ending */
  constructor(filepath: string, options: ModelCheckpointOptions = {}) {
    checkOptions("modelCheckpoint", options, optionNames);
    super(options, 0, options.initialValueThreshold);
    this.verbose = options.verbose ?? 0;
    this.saveBestOnly = options.saveBestOnly ?? false;
    this.saveWeightsOnly = options.saveWeightsOnly ?? false;
    this.saveFreq = options.saveFreq ?? "epoch";
    this.#counter = new BatchCounter("modelCheckpoint", this.saveFreq);
    this.filepath = filepath;
    checkEnding(filepath, this.saveWeightsOnly);
  }

  override watchesBatches(work: Work): boolean {
    return work === "train" && this.saveFreq !== "epoch";
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  override async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    if (this.#counter.due(batch)) await this.#save(this.#epoch, batch, logs);
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (this.saveFreq === "epoch") await this.#save(epoch, undefined, logs);
  }

  async #save(epoch: number, batch: number | undefined, logs: Logs): Promise<void> {
    const file = this.#fileOf(epoch, batch, logs);
    if (!this.#shouldSave(epoch, logs, file)) return;
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    if (this.saveWeightsOnly) await this.model.saveWeights(file);
    else await this.model.save(file);
    if (this.verbose > 0) print(this, `Epoch ${epoch + 1}: finished saving model to ${file}`);
  }

  #fileOf(epoch: number, batch: number | undefined, logs: Logs): string {
    const values = { epoch: epoch + 1, ...(batch === undefined ? {} : { batch: batch + 1 }), ...logs };
    try {
      return pythonFormat(this.filepath, values, new Set(Object.keys(logs)));
    } catch (cause) {
      throw new Error(`modelCheckpoint cannot make a file name: ${(cause as Error).message}`, { cause });
    }
  }

  #shouldSave(epoch: number, logs: Logs, file: string): boolean {
    const say = (text: string) => this.verbose > 0 && print(this, `Epoch ${epoch + 1}: ${text}`);
    const current = this.saveBestOnly ? this.monitored(logs) : undefined;
    if (current === undefined) {
      if (!this.saveBestOnly) say(`saving model to ${file}`);
      return true;
    }
    const best = this.best === undefined ? "None" : this.best.toFixed(5);
    if (!this.isImprovement(current, this.best)) {
      say(`${this.monitor} did not improve from ${best}`);
      return false;
    }
    say(`${this.monitor} improved from ${best} to ${current.toFixed(5)}, saving model to ${file}`);
    this.best = current;
    return true;
  }
}

function checkEnding(filepath: unknown, saveWeightsOnly: boolean): void {
  if (typeof filepath !== "string") {
    throw new TypeError(
      `modelCheckpoint needs a file name such as "best-model.keras", got ${String(filepath)}`,
    );
  }
  const endings = saveWeightsOnly ? [".weights.h5"] : [".keras", ".h5", ".hdf5", ".json"];
  const isWeights = filepath.endsWith(".weights.h5");
  if (endings.some((ending) => filepath.endsWith(ending)) && isWeights === saveWeightsOnly) return;
  throw new Error(
    isWeights
      ? `modelCheckpoint saves whole models: "${filepath}" is a name for weights alone; add saveWeightsOnly: true`
      : `modelCheckpoint ${saveWeightsOnly ? "with saveWeightsOnly " : ""}saves to files that end in ` +
          `${endings.join(", ")}, got "${filepath}"`,
  );
}

/**
 * Saves the model while it trains: `keras.callbacks.ModelCheckpoint`, with its defaults and decisions. A file appears whole or
 * not at all, so an interrupt never leaves half a model.
 *
 * @param filepath the file; its ending chooses the format. It may name the epoch (from 1) and values of the history as Python's
 *   `str.format` does: `"{epoch:02d}-{val_loss:.2f}.keras"`.
 * @throws Error for a file name without a known ending
 * @example
 * const checkpoint = callbacks.modelCheckpoint("best-model.h5", { saveBestOnly: true });
 * await model.fit(x, y, { validationData: [valX, valY], callbacks: [checkpoint] });
 */
export function modelCheckpoint(filepath: string, options: ModelCheckpointOptions = {}): ModelCheckpoint {
  return new ModelCheckpoint(filepath, options);
}

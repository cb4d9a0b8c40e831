import path from "node:path";
import { checkOptions } from "../training/checkOptions.ts";
import type { Logs } from "../training/history.ts";
import { Callback, type Work } from "./callback.ts";
import { EventFile } from "./tensorboard/eventFile.ts";
import { histogram } from "./tensorboard/histogram.ts";
import { stringTensor } from "./tensorboard/messages.ts";

/** The options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** The folder for the event files, in `train` and `validation` inside. Default `"logs"`. */
  logDir?: string;
  /** After how many epochs histograms of the weights are written; 0 writes none. Default 0. */
  histogramFreq?: number;
  /** Whether the model's layers are written, which TensorBoard draws as a graph. Default true. */
  writeGraph?: boolean;
  /** Whether the number of steps a second is written. Default false. */
  writeStepsPerSecond?: boolean;
  /** When losses and metrics are written: `"epoch"`, `"batch"`, or after so many batches. Default `"epoch"`. */
  updateFreq?: "epoch" | "batch" | number;
}

const optionNames = {
  logDir: 1,
  histogramFreq: 1,
  writeGraph: 1,
  writeStepsPerSecond: 1,
  updateFreq: 1,
} satisfies Record<keyof TensorBoardOptions, 1>;

/** See {@link tensorBoard}. */
export class TensorBoard extends Callback {
  readonly logDir: string;
  readonly histogramFreq: number;
  readonly writeGraph: boolean;
  readonly writeStepsPerSecond: boolean;
  readonly updateFreq: "epoch" | number;
  #files = new Map<"train" | "validation", EventFile>();
  #batches = 0;
  #started = { time: 0, iterations: 0 };

  constructor(options: TensorBoardOptions = {}) {
    super();
    checkOptions("tensorBoard", options, optionNames);
    const { logDir = "logs", histogramFreq = 0, updateFreq = "epoch" } = options;
    if (
      updateFreq !== "epoch" &&
      updateFreq !== "batch" &&
      !(Number.isInteger(updateFreq) && updateFreq > 0)
    ) {
      throw new RangeError(
        `updateFreq of tensorBoard is "epoch", "batch" or a number of batches, got ${updateFreq}`,
      );
    }
    this.logDir = logDir;
    this.histogramFreq = histogramFreq;
    this.writeGraph = options.writeGraph ?? true;
    this.writeStepsPerSecond = options.writeStepsPerSecond ?? false;
    this.updateFreq = updateFreq === "batch" ? 1 : updateFreq;
  }

  override watchesBatches(work: Work): boolean {
    return work === "train" && this.updateFreq !== "epoch";
  }

  override onTrainBegin(): void {
    this.#files.clear();
    this.#batches = 0;
    if (this.writeGraph) this.#writeModel();
  }

  override onEpochBegin(): void {
    this.#started = { time: performance.now(), iterations: this.model.optimizer.iterations };
  }

  override onTrainBatchEnd(_batch: number, logs: Logs): void {
    this.#batches += 1;
    if (this.#batches % Number(this.updateFreq) === 0) {
      this.#file("train").addScalars(this.#batches, tagged("batch_", logs));
    }
  }

  override onTestEnd(logs: Logs): void {
    const named = Object.entries(logs).map(([name, value]) => [`evaluation_${name}_vs_iterations`, value]);
    this.#file("validation").addScalars(this.model.optimizer.iterations, Object.fromEntries(named));
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const isValidation = (name: string) => name.startsWith("val_");
    const entries = Object.entries(logs);
    const train = Object.fromEntries(entries.filter(([name]) => !isValidation(name)));
    const validation = entries
      .filter(([name]) => isValidation(name))
      .map(([name, value]) => [name.slice(4), value]);
    const { time, iterations } = this.#started;
    const extra: Logs = { learning_rate: this.model.optimizer.learningRate };
    if (this.writeStepsPerSecond) {
      const seconds = (performance.now() - time) / 1000;
      extra.steps_per_second = (this.model.optimizer.iterations - iterations) / seconds;
    }
    this.#file("train").addScalars(epoch, tagged("epoch_", { ...train, ...extra }));
    if (validation.length > 0) {
      this.#file("validation").addScalars(epoch, tagged("epoch_", Object.fromEntries(validation)));
    }
    if (this.histogramFreq > 0 && epoch % this.histogramFreq === 0) this.#writeWeights(epoch);
  }

  #writeWeights(epoch: number): void {
    const weights = this.model.tfjs.weights;
    this.#file("train").add(
      epoch,
      weights.map((weight) => histogram(`${weight.originalName}/histogram`, weight.read().dataSync())),
    );
  }

  #writeModel(): void {
    const plugin = {
      name: "graph_keras_model",
      content: new TextEncoder().encode("1"),
      dataClass: 0,
    } as const;
    let json: string;
    try {
      json = this.model.toJSON();
    } catch {
      return; // A model of own layers has no description that TensorBoard could draw.
    }
    this.#file("train").add(0, [{ tag: "keras", plugin, tensor: stringTensor(json) }]);
  }

  #file(name: "train" | "validation"): EventFile {
    let file = this.#files.get(name);
    if (file === undefined) {
      file = new EventFile(path.join(this.logDir, name));
      this.#files.set(name, file);
    }
    return file;
  }
}

function tagged(prefix: string, logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [prefix + name, value]));
}

/**
 * Writes event files that TensorBoard shows: the curves of losses and metrics, and, where asked, histograms of the weights:
 * `keras.callbacks.TensorBoard`, with its tags and folders. The files are complete after every epoch.
 *
 * @example
 * await model.fit(x, y, { epochs: 5, callbacks: [callbacks.tensorBoard({ logDir: "logs/first" })] });
 * // then, on a terminal: tensorboard --logdir logs
 */
export function tensorBoard(options: TensorBoardOptions = {}): TensorBoard {
  return new TensorBoard(options);
}

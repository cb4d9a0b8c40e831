import type { LayersModel, Tensor } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import type { Logs } from "./history.ts";

/** The samples of a training run or evaluation, on the tensor side for its whole length. */
export interface TensorData {
  /** The inputs, shape [samples, ...]. */
  readonly x: Tensor;
  /** The targets, as the loss prepared them. */
  readonly y: Tensor;
}

/** What a step is made for. */
export interface StepSetup {
  readonly model: LayersModel;
  readonly compiled: Compiled;
  readonly data: TensorData;
  readonly batchSize: number;
}

/**
 * Runs batches of one data set; the loop around it decides the order, the pauses and the epochs. The eager step runs one batch
 * after another by tfjs; a compiled step may run many in one call.
 */
export interface Step {
  /**
   * Runs batches over the samples `order[from]`, `order[from + 1]`, ... until the end or a pause.
   *
   * @param pause asked after each batch (or chunk of batches) whether to return early
   * @returns the position of the first sample that was not seen
   */
  run(order: Int32Array, from: number, pause: () => boolean): number;
  /** The means since the last call, which starts them afresh. */
  takeLogs(): Logs;
  /** Frees what the step holds. */
  dispose(): void;
}

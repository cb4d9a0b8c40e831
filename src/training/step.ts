import type { LayersModel, Tensor } from "../tensorflow.ts";
import type { Compiled } from "./compiled.ts";
import type { Logs } from "./history.ts";

/** The samples of a training run or evaluation, on the tensor side for its whole length. */
export interface TensorData {
  /** One tensor for each input of the model, in its order, each of shape [samples, ...]. */
  readonly x: readonly Tensor[];
  /**
   * One entry for each output of the model, in its order: its targets as its loss prepared them; undefined for an output that has
   * neither a loss nor metrics.
   */
  readonly y: readonly (Tensor | undefined)[];
  /** One entry for each output: the weight of each sample, float32, shape [samples]; undefined where all count the same. */
  readonly weight: readonly (Tensor | undefined)[];
}

/** A part of the samples. @param take takes it out of a tensor, along the first axis */
export function takeSamples({ x, y, weight }: TensorData, take: (whole: Tensor) => Tensor): TensorData {
  const taken = (whole: Tensor | undefined) => whole && take(whole);
  return { x: x.map(take), y: y.map(taken), weight: weight.map(taken) };
}

/** Every tensor of the samples, in one order: inputs, targets, weights. */
export function tensorsOf({ x, y, weight }: TensorData): Tensor[] {
  return [...x, ...y, ...weight].filter((whole) => whole !== undefined);
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
   * @param pause asked after each batch (or chunk of batches) whether to return early; where it is constantly true, exactly one
   *   batch is run
   * @returns the position of the first sample that was not seen
   */
  run(order: Int32Array, from: number, pause: () => boolean): number | Promise<number>;
  /** The losses and metrics since {@link Step.reset}. */
  readonly logs: Logs;
  /** Starts the losses and metrics afresh. */
  reset(): void;
  /** Frees what the step holds. */
  dispose(): Promise<void> | void;
}

/** Runs one batch; gives the sums of its losses and metrics. */
export type BatchRunner = (batch: TensorData) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** Makes what trains and measures a model. */
export interface Steps {
  /** A step over samples held as tensors that learns from them. */
  train(setup: StepSetup): Step | Promise<Step>;
  /** A step over samples held as tensors that measures the model. */
  test(setup: StepSetup): Step;
  /** The same for samples that are measured but once. */
  testOnce(setup: StepSetup): Step;
  /** Learns from batches that come one after another. */
  trainBatches(setup: Pick<StepSetup, "model" | "compiled">): BatchRunner;
  /** Measures the model on batches that come one after another. */
  testBatches(setup: Pick<StepSetup, "model" | "compiled">): BatchRunner;
}

/** What pauses after every batch. */
export const afterEachBatch = (): boolean => true;

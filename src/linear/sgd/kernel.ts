import { moduleBase64 } from "./module.ts";
import type { Samples } from "./samples.ts";
import { compile, instantiate } from "./webAssembly.ts";

interface Global<T = number> {
  readonly value: T;
}

/** What assembly/sgd.ts exports; addresses are bytes in the shared memory. */
export interface Kernel {
  setSamples(
    values: number,
    columns: number,
    rowStart: number,
    rowSquare: number,
    table: number,
    buffer: number,
  ): void;
  setMethod(
    loss: number,
    parameter: number,
    penalty: number,
    alpha: number,
    l1Ratio: number,
    schedule: number,
    eta0: number,
    powerT: number,
  ): void;
  setProblem(
    samples: number,
    rows: number,
    order: number,
    targets: number,
    sampleWeights: number,
    heldOut: number,
    features: number,
    weights: number,
    averages: number,
    applied: number,
  ): void;
  start(
    intercept: number,
    averageIntercept: number,
    t: number,
    positiveWeight: number,
    negativeWeight: number,
    fitIntercept: boolean,
    averageFrom: number,
    track: boolean,
  ): void;
  setEta(eta: number): void;
  startEpoch(shuffle: boolean, seed: number): void;
  learn(from: number, to: number): void;
  allFinite(): number;
  squaredNorm(): number;
  product(sample: number): number;
  finish(): void;
  logistic(
    from: number,
    to: number,
    rows: number,
    targets: number,
    sampleWeights: number,
    features: number,
    planes: number,
    coef: number,
    gradient: number,
    scores: number,
  ): number;
  readonly intercept: Global;
  readonly averageIntercept: Global;
  readonly eta: Global;
  readonly sumLoss: Global;
  readonly sumObjective: Global;
  readonly count: Global;
}

let compiled: object | undefined;

/** The compiled loop over these samples; it works on one problem at a time, and decodes rows at the start of its room. */
export function loadKernel(samples: Samples, room: number): Kernel {
  compiled ??= compile(Buffer.from(moduleBase64, "base64"));
  const kernel = instantiate(compiled, samples.memory) as Kernel;
  const { values, columns, rowStart, rowSquare, table } = samples;
  kernel.setSamples(values, columns, rowStart, rowSquare, table, room);
  return kernel;
}

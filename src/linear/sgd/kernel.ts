import { moduleBase64 } from "./module.ts";
import type { Samples } from "./samples.ts";
import { compile, instantiate } from "./webAssembly.ts";

/** What assembly/sgd.ts exports. Addresses are bytes in the shared memory; `at` is that of a problem. */
export interface Kernel {
  setSamples(values: number, columns: number, rowStart: number, rowSquare: number, coded: boolean): void;
  setMethod(
    loss: number,
    parameter: number,
    penalty: number,
    alpha: number,
    l1Ratio: number,
    schedule: number,
    eta0: number,
    powerT: number,
    fitIntercept: boolean,
    averageFrom: number,
    track: boolean,
  ): void;
  setProblem(
    at: number,
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
    at: number,
    intercept: number,
    averageIntercept: number,
    t: number,
    positiveWeight: number,
    negativeWeight: number,
  ): void;
  setEta(at: number, eta: number): void;
  startEpoch(at: number, shuffle: boolean, seed: number): void;
  learn(at: number, from: number, to: number): void;
  learnTwo(at: number, other: number, from: number, to: number): void;
  allFinite(at: number): number;
  product(at: number, sample: number): number;
  finish(at: number): void;
  logistic(at: number, planes: number, targets: number, gradient: number, scores: number): number;
}

let compiled: object | undefined;

/** The compiled loop over these samples with one method at a time. */
export function loadKernel(samples: Samples): Kernel {
  compiled ??= compile(Buffer.from(moduleBase64, "base64"));
  const kernel = instantiate(compiled, samples.memory) as Kernel;
  const { values, columns, rowStart, rowSquare, coded } = samples;
  kernel.setSamples(values, columns, rowStart, rowSquare, coded);
  return kernel;
}

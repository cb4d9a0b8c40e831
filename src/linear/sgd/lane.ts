import type { Kernel } from "./kernel.ts";
import type { Problem } from "./problem.ts";
import { placer, type Samples } from "./samples.ts";

/** What assembly/problem.ts takes. */
const stateSize = 256;

/** A place for one problem in the shared memory, with its vectors. */
export interface Lane {
  /** The address by which the kernel knows the problem. */
  readonly at: number;
  /** The leading numbers of the kernel's state, in the order of assembly/problem.ts. */
  readonly state: Float64Array;
  readonly order: Int32Array;
  readonly rows: Int32Array;
  readonly targets: Float64Array;
  readonly sampleWeights: Float64Array;
  readonly heldOut: Uint8Array;
  readonly weights: Float64Array;
  readonly averages: Float64Array;
  /** The L1 penalty that each weight has paid. */
  readonly applied: Float64Array;
}

/** What the kernel tells of a problem. */
export const stateNames = [
  "intercept",
  "averageIntercept",
  "eta",
  "sumLoss",
  "sumObjective",
  "squaredNorm",
  "count",
] as const;

/** How much memory a lane takes. */
export function laneSize(rows: number, features: number): number {
  return layOut(rows, features, 0).end;
}

function layOut(rows: number, features: number, start: number) {
  const place = placer(start);
  return {
    state: place(stateSize),
    order: place(4 * rows),
    rows: place(4 * rows),
    targets: place(8 * rows),
    sampleWeights: place(8 * rows),
    heldOut: place(rows),
    weights: place(8 * features),
    averages: place(8 * features),
    applied: place(8 * features),
    end: place(0),
  };
}

/** The vectors of a lane for `count` samples. */
export function laneAt(samples: Samples, start: number, count: number): Lane {
  const { buffer } = samples.memory;
  const { features } = samples;
  const at = layOut(samples.rows, features, start);
  return {
    at: at.state,
    state: new Float64Array(buffer, at.state, stateNames.length),
    order: new Int32Array(buffer, at.order, count),
    rows: new Int32Array(buffer, at.rows, count),
    targets: new Float64Array(buffer, at.targets, count),
    sampleWeights: new Float64Array(buffer, at.sampleWeights, count),
    heldOut: new Uint8Array(buffer, at.heldOut, count),
    weights: new Float64Array(buffer, at.weights, features),
    averages: new Float64Array(buffer, at.averages, features),
    applied: new Float64Array(buffer, at.applied, features),
  };
}

/** Copies a problem's vectors into a lane; the samples stand in their own order. */
export function occupy(kernel: Kernel, lane: Lane, problem: Problem): void {
  for (let i = 0; i < lane.order.length; i++) lane.order[i] = i;
  lane.rows.set(problem.rows);
  lane.targets.set(problem.targets);
  lane.weights.set(problem.coef);
  lane.applied.fill(0);
  if (problem.sampleWeights) lane.sampleWeights.set(problem.sampleWeights);
  if (problem.heldOut) lane.heldOut.set(problem.heldOut);
  if (problem.averageCoef) lane.averages.set(problem.averageCoef);
  kernel.setProblem(
    lane.at,
    lane.rows.length,
    lane.rows.byteOffset,
    lane.order.byteOffset,
    lane.targets.byteOffset,
    problem.sampleWeights ? lane.sampleWeights.byteOffset : 0,
    problem.heldOut ? lane.heldOut.byteOffset : 0,
    lane.weights.length,
    lane.weights.byteOffset,
    problem.averageCoef ? lane.averages.byteOffset : 0,
    lane.applied.byteOffset,
  );
  kernel.start(
    lane.at,
    problem.intercept,
    problem.averageIntercept,
    problem.t,
    problem.positiveWeight,
    problem.negativeWeight,
  );
}

/** One number of the kernel's state. */
export function stateOf(lane: Lane, name: (typeof stateNames)[number]): number {
  return lane.state[stateNames.indexOf(name)]!;
}

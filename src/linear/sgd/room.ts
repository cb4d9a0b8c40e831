import type { Problem } from "./problem.ts";
import { decodingRoom, placer, type Samples } from "./samples.ts";

/** A problem's vectors in the shared memory. */
export interface Room {
  readonly rows: Int32Array;
  readonly order: Int32Array;
  readonly targets: Float64Array;
  readonly sampleWeights: Float64Array | undefined;
  readonly heldOut: Uint8Array | undefined;
  readonly weights: Float64Array;
  readonly averages: Float64Array | undefined;
  /** The L1 penalty that each weight has paid. */
  readonly applied: Float64Array;
}

/** Copies a problem's vectors into a worker's room; the samples stand in their own order. */
export function takeRoom(samples: Samples, at: number, problem: Problem): Room {
  const { buffer } = samples.memory;
  const place = placer(at + decodingRoom(samples.features));
  const count = problem.rows.length;
  const { features } = samples;
  const room = {
    order: new Int32Array(buffer, place(4 * samples.rows), count),
    rows: new Int32Array(buffer, place(4 * samples.rows), count),
    targets: new Float64Array(buffer, place(8 * samples.rows), count),
    sampleWeights: new Float64Array(buffer, place(8 * samples.rows), count),
    heldOut: new Uint8Array(buffer, place(samples.rows), count),
    weights: new Float64Array(buffer, place(8 * features), features),
    averages: new Float64Array(buffer, place(8 * features), features),
    applied: new Float64Array(buffer, place(8 * features), features).fill(0),
  };
  for (let i = 0; i < count; i++) room.order[i] = i;
  room.rows.set(problem.rows);
  room.targets.set(problem.targets);
  room.weights.set(problem.coef);
  return {
    ...room,
    sampleWeights: fill(room.sampleWeights, problem.sampleWeights),
    heldOut: fill(room.heldOut, problem.heldOut),
    averages: fill(room.averages, problem.averageCoef),
  };
}

function fill<A extends Float64Array | Uint8Array>(place: A, values: A | undefined): A | undefined {
  if (values === undefined) return undefined;
  place.set(values);
  return place;
}

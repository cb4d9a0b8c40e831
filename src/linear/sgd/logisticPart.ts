import type { Kernel } from "./kernel.ts";
import { laneAt } from "./lane.ts";
import { placer, type Samples } from "./samples.ts";

/** Some samples of a logistic regression, and the weights to try on them. */
export interface LogisticPart {
  readonly rows: Int32Array;
  /** The place of each sample's class. */
  readonly targets: Int32Array;
  readonly sampleWeights: Float64Array | undefined;
  /** Plane by plane the weights and an intercept; one plane for two classes, else one a class. */
  readonly coef: Float64Array;
}

/** The summed loss and its gradient, laid out as the weights. */
export interface LogisticResult {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** What the planes, their gradients and scores take behind a worker's lanes. */
export function roomForPlanes(planes: number, features: number): number {
  return 2 * planes * (features + 1) * 8 + planes * 8 + 192;
}

/** Loss and gradient of one part of the samples. */
export function logisticPart(
  kernel: Kernel,
  samples: Samples,
  at: number,
  { rows, targets, sampleWeights, coef }: LogisticPart,
): LogisticResult {
  const { buffer } = samples.memory;
  const { features } = samples;
  const lane = laneAt(samples, at, rows.length);
  const place = placer(at + 2 * samples.laneSize);
  const weights = new Float64Array(buffer, place(8 * coef.length), coef.length);
  const gradient = new Float64Array(buffer, place(8 * coef.length), coef.length);
  const planes = coef.length / (features + 1);
  const codes = new Int32Array(buffer, lane.order.byteOffset, rows.length);
  lane.rows.set(rows);
  codes.set(targets);
  if (sampleWeights) lane.sampleWeights.set(sampleWeights);
  weights.set(coef);
  gradient.fill(0);
  kernel.setProblem(
    lane.at,
    rows.length,
    lane.rows.byteOffset,
    0,
    0,
    sampleWeights ? lane.sampleWeights.byteOffset : 0,
    0,
    features,
    weights.byteOffset,
    0,
    0,
  );
  const loss = kernel.logistic(lane.at, planes, codes.byteOffset, gradient.byteOffset, place(8 * planes));
  return { loss, gradient: Float64Array.from(gradient) };
}

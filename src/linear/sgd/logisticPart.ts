import type { Kernel } from "./kernel.ts";
import { decodingRoom, placer, type Samples } from "./samples.ts";

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

/** How many planes there is room for. */
export function roomForPlanes(planes: number, features: number): number {
  return 2 * planes * (features + 1) * 8 + planes * 8 + 192;
}

/** Loss and gradient of one part of the samples. */
export function logisticPart(
  kernel: Kernel,
  samples: Samples,
  at: number,
  part: LogisticPart,
): LogisticResult {
  const { buffer } = samples.memory;
  const { features } = samples;
  const count = part.rows.length;
  const planes = part.coef.length / (features + 1);
  const place = placer(at + decodingRoom(samples.features));
  const rows = new Int32Array(buffer, place(4 * count), count);
  const targets = new Int32Array(buffer, place(4 * count), count);
  const weights = new Float64Array(buffer, place(8 * count), count);
  const coef = new Float64Array(buffer, place(8 * part.coef.length), part.coef.length);
  const gradient = new Float64Array(buffer, place(8 * part.coef.length), part.coef.length).fill(0);
  const scores = place(8 * planes);
  rows.set(part.rows);
  targets.set(part.targets);
  if (part.sampleWeights) weights.set(part.sampleWeights);
  coef.set(part.coef);
  const loss = kernel.logistic(
    0,
    count,
    rows.byteOffset,
    targets.byteOffset,
    part.sampleWeights ? weights.byteOffset : 0,
    features,
    planes,
    coef.byteOffset,
    gradient.byteOffset,
    scores,
  );
  return { loss, gradient: Float64Array.from(gradient) };
}

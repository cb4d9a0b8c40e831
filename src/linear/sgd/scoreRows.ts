import type { Kernel } from "./kernel.ts";
import { laneAt } from "./lane.ts";
import type { Samples } from "./samples.ts";

/** The products of some rows with planes, plus their intercepts: shape (rows, planes). */
export function scoreRows(
  kernel: Kernel,
  samples: Samples,
  at: number,
  rows: Int32Array,
  coef: Float64Array,
  intercept: Float64Array,
): Float64Array {
  const { features } = samples;
  const lane = laneAt(samples, at, rows.length);
  lane.rows.set(rows);
  kernel.setProblem(
    lane.at,
    rows.length,
    lane.rows.byteOffset,
    0,
    0,
    0,
    0,
    features,
    lane.weights.byteOffset,
    0,
    0,
  );
  const planes = intercept.length;
  const scores = new Float64Array(rows.length * planes);
  for (let plane = 0; plane < planes; plane++) {
    lane.weights.set(coef.subarray(plane * features, (plane + 1) * features));
    for (let row = 0; row < rows.length; row++) {
      scores[row * planes + plane] = kernel.product(lane.at, row) + intercept[plane]!;
    }
  }
  return scores;
}

import type { Kernel } from "./kernel.ts";
import { decodingRoom, placer, type Samples } from "./samples.ts";

/** The products of some rows with planes, plus their intercepts: shape (rows, planes). */
export function scoreRows(
  kernel: Kernel,
  samples: Samples,
  at: number,
  rows: Int32Array,
  coef: Float64Array,
  intercept: Float64Array,
): Float64Array {
  const { buffer } = samples.memory;
  const { features } = samples;
  const place = placer(at + decodingRoom(samples.features));
  const own = new Int32Array(buffer, place(4 * samples.rows), rows.length);
  const weights = new Float64Array(buffer, place(8 * features), features);
  own.set(rows);
  kernel.setProblem(rows.length, own.byteOffset, 0, 0, 0, 0, features, weights.byteOffset, 0, 0);
  const planes = intercept.length;
  const scores = new Float64Array(rows.length * planes);
  for (let plane = 0; plane < planes; plane++) {
    weights.set(coef.subarray(plane * features, (plane + 1) * features));
    for (let row = 0; row < rows.length; row++) {
      scores[row * planes + plane] = kernel.product(row) + intercept[plane]!;
    }
  }
  return scores;
}

import type { Tensor } from "@tensorflow/tfjs-node";
import { expect } from "vitest";

/** Expects tensors of the same types and shapes whose values differ by rounding only. */
export function expectClose(actual: Tensor | Tensor[], expected: Tensor | Tensor[], tolerance = 1e-6): void {
  const [found, wanted] = [[actual].flat(), [expected].flat()];
  expect(found.map(({ dtype, shape }) => ({ dtype, shape }))).toEqual(
    wanted.map(({ dtype, shape }) => ({ dtype, shape })),
  );
  for (const [index, tensor] of found.entries()) {
    const [a, b] = [Array.from(tensor.dataSync()), Array.from(wanted[index]!.dataSync())];
    const scale = Math.max(1, ...b.map(Math.abs));
    const worst = a.reduce((largest, value, i) => Math.max(largest, distance(value, b[i]!)), 0);
    expect(worst / scale, `largest difference of result ${index}`).toBeLessThanOrEqual(tolerance);
  }
}

function distance(a: number, b: number): number {
  if (Number.isNaN(a) && Number.isNaN(b)) return 0;
  return Object.is(a, b) || a === b ? 0 : Math.abs(a - b);
}

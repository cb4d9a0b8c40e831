import type { WeightSpec } from "./types.ts";

/** `[784, 100]`, or `any shape`. */
export function formatShape(shape: readonly (number | null)[] | undefined): string {
  return shape === undefined ? "any shape" : `[${shape.join(", ")}]`;
}

/** `kernel [784, 100], bias [100]`. */
export function formatWeights(weights: readonly WeightSpec[]): string {
  return weights.map((weight) => `${weight.name} ${formatShape(weight.shape)}`).join(", ");
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

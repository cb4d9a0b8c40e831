import { binaryCrossentropy } from "./binaryCrossentropy.ts";
import { categoricalCrossentropy } from "./categoricalCrossentropy.ts";
import type { Loss } from "./loss.ts";
import { sparseCategoricalCrossentropy } from "./sparseCategoricalCrossentropy.ts";

const binary = binaryCrossentropy();
const categorical = categoricalCrossentropy();
const sparse = sparseCategoricalCrossentropy();

/** Keras's `"crossentropy"`: binary, sparse or categorical, chosen by the shapes of output and targets. */
export const crossentropy: Loss = {
  name: "crossentropy",
  prepareTarget: (target, shape) => chosen(target.shape, shape).prepareTarget(target, shape),
  perSample: (input) => chosen(input.target.shape, input.output.shape).perSample(input),
};

function chosen(target: readonly number[], output: readonly (number | null)[]): Loss {
  if (output.at(-1) === 1) return binary;
  return target.length < output.length || target.at(-1) === 1 ? sparse : categorical;
}

import { formatShape } from "../array/shape.ts";
import { type Tensor, tf } from "../tensorflow.ts";

/** The targets, given an axis where the output has one more of length 1. @throws RangeError when shapes differ. */
export function sameShape(
  loss: string,
  target: Tensor,
  outputShape: readonly (number | null)[],
  hint = "",
): Tensor {
  if (target.rank === outputShape.length - 1 && outputShape.at(-1) === 1) return tf.expandDims(target, -1);
  const fits = outputShape.every((length, axis) => length === null || length === target.shape[axis]);
  if (fits && target.rank === outputShape.length) return target;
  throw new RangeError(
    `${loss} compares targets with the output ${formatShape(outputShape)}, but they have shape ` +
      `${formatShape(target.shape)}${hint}`,
  );
}

/** How many inputs and outputs a weight of this shape connects, as Keras counts them. */
export function fansOf(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length <= 1) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = shape.slice(0, -2).reduce((size, length) => size * length, 1);
  return { fanIn: shape.at(-2)! * field, fanOut: shape.at(-1)! * field };
}

/** How many elements an array of this shape has; the empty shape `[]` is a single number. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A shape as Python prints it: `(60000, 28, 28)`, `(10,)`, `()`. */
export function formatShape(shape: readonly (number | null)[]): string {
  const lengths = shape.map((length) => length ?? "None");
  return lengths.length === 1 ? `(${lengths[0]},)` : `(${lengths.join(", ")})`;
}

/**
 * Replaces the one -1 of `shape` by what the other lengths leave of `size` elements.
 *
 * @throws RangeError when the shape does not hold exactly `size` elements.
 */
export function resolveShape(shape: readonly number[], size: number): number[] {
  const wild = shape.filter((length) => length === -1).length;
  const known = sizeOf(shape.filter((length) => length !== -1));
  const resolved = wild === 1 ? shape.map((length) => (length === -1 ? size / known : length)) : [...shape];
  const valid = resolved.every((length) => Number.isInteger(length) && length >= 0);
  if (wild > 1 || !valid || sizeOf(resolved) !== size) {
    throw new RangeError(`cannot reshape an array of ${size} elements into shape ${formatShape(shape)}`);
  }
  return resolved;
}

/** Turns an index that may count from the end into one from the start. @throws RangeError outside the axis. */
export function resolveIndex(index: number, length: number): number {
  const resolved = index < 0 ? index + length : index;
  if (!Number.isInteger(index) || resolved < 0 || resolved >= length) {
    throw new RangeError(`index ${index} is out of bounds for an axis of length ${length}`);
  }
  return resolved;
}

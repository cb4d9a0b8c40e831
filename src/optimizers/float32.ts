/** `base ** exponent` in float32, in which Keras computes it. */
export function power(base: number, exponent: number): number {
  return Math.fround(Math.fround(base) ** exponent);
}

/** `1 - base ** exponent` in float32: the bias correction of Adam and its kin. */
export function correction(base: number, exponent: number): number {
  return Math.fround(1 - power(base, exponent));
}

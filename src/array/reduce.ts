/** The sum of all numbers, in float64. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** The mean of all numbers, in float64; NaN where there are none, as numpy's. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** The largest number, NaN where one is NaN (numpy's `max`). @throws RangeError where there are none. */
export function max(values: ArrayLike<number>): number {
  return values[argBest(values, "max", (value, best) => value > best)]!;
}

/** The smallest number, NaN where one is NaN (numpy's `min`). @throws RangeError where there are none. */
export function min(values: ArrayLike<number>): number {
  return values[argBest(values, "min", (value, best) => value < best)]!;
}

/** The index of the first largest number, or of the first NaN (numpy's `argmax`). @throws RangeError where there are none. */
export function argMax(values: ArrayLike<number>): number {
  return argBest(values, "argMax", (value, best) => value > best);
}

function argBest(
  values: ArrayLike<number>,
  name: string,
  better: (value: number, best: number) => boolean,
): number {
  if (values.length === 0) throw new RangeError(`${name} of an empty axis`);
  let winner = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) return i;
    if (better(value, values[winner]!)) winner = i;
  }
  return winner;
}

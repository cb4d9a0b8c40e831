/** Ways to say the same with fewer numbers; see `decimate`. */

/** Every nth of `count` indices, at most `limit`, the last one among them. */
export function steps(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}

/** The indices of the lowest and the highest value of each of `limit / 2` stretches, so that no peak of a line is lost. */
export function peaks(values: readonly (number | null)[], limit: number): number[] {
  const stretches = Math.floor(limit / 2) - 1;
  const kept = new Set([0, values.length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      if (value < (values[low] ?? Number.POSITIVE_INFINITY)) low = i;
      if (value > (values[high] ?? Number.NEGATIVE_INFINITY)) high = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Evenly spaced quantiles, the smallest and the largest value among them. */
export function quantiles(values: readonly (number | null)[], limit: number): number[] {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  return steps(sorted.length, limit).map((i) => sorted[i]!);
}

/** Values rounded to at most `limit` places between their extremes, and how often each occurs. */
export function countsOf(
  values: readonly (number | null)[],
  limit: number,
): { values: number[]; counts: number[] } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const width = (high - low) / (limit - 1) || 1;
  const counts = new Map<number, number>();
  for (const value of values) {
    if (value === null) continue;
    const place = Math.round((value - low) / width);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const places = [...counts.keys()].sort((a, b) => a - b);
  return { values: places.map((place) => low + place * width), counts: places.map((at) => counts.get(at)!) };
}

/** Means of square blocks; gaps do not count. */
export function meanBlocks(
  rows: readonly (readonly (number | null)[])[],
  block: number,
): (number | null)[][] {
  const columns = rows[0]!.length;
  return Array.from({ length: Math.ceil(rows.length / block) }, (_, row) =>
    Array.from({ length: Math.ceil(columns / block) }, (_, column) => {
      let sum = 0;
      let count = 0;
      for (let i = row * block; i < Math.min(rows.length, (row + 1) * block); i++) {
        for (let j = column * block; j < Math.min(columns, (column + 1) * block); j++) {
          const value = rows[i]![j];
          if (value === null || value === undefined) continue;
          sum += value;
          count++;
        }
      }
      return count === 0 ? null : sum / count;
    }),
  );
}

/** A trace with only the kept entries in all its lists of `count` entries, however deep: x, y, text, marker.color ... */
export function subset(value: unknown, count: number, kept: readonly number[]): unknown {
  if (Array.isArray(value)) return value.length === count ? kept.map((i) => value[i]) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, subset(entry, count, kept)]));
}

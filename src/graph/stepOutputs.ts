/** What each step gives: names and how many numbers each has. */
export type Columns = readonly { readonly name: string; readonly size: number }[];

/** The numbers of all steps by name, step by step, from rows that have those of all names. */
export function columnsOf(rows: Float32Array, columns: Columns): Record<string, Float32Array> {
  const width = columns.reduce((sum, { size }) => sum + size, 0);
  const steps = rows.length / width;
  const result: Record<string, Float32Array> = {};
  let start = 0;
  for (const { name, size } of columns) {
    const values = new Float32Array(steps * size);
    for (let step = 0; step < steps; step += 1) {
      values.set(rows.subarray(step * width + start, step * width + start + size), step * size);
    }
    result[name] = values;
    start += size;
  }
  return result;
}

/** Puts the numbers of calls that follow each other together. */
export function joinedColumns(parts: readonly Record<string, Float32Array>[]): Record<string, Float32Array> {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? {};
  const entries = Object.keys(first).map((name) => {
    const values = new Float32Array(parts.reduce((sum, part) => sum + part[name]!.length, 0));
    let start = 0;
    for (const part of parts) {
      values.set(part[name]!, start);
      start += part[name]!.length;
    }
    return [name, values] as const;
  });
  return Object.fromEntries(entries);
}

const counts = new Map<string, number>();

/** Keras's automatic names: `dense`, then `dense_1`, `dense_2`, ... */
export function uniqueName(kind: string): string {
  const count = counts.get(kind) ?? 0;
  counts.set(kind, count + 1);
  return count === 0 ? kind : `${kind}_${count}`;
}

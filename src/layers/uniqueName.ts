const counts = new Map<string, number>();

/** Keras's automatic names: `dense`, then `dense_1`, `dense_2`, ... */
export function uniqueName(kind: string): string {
  const count = counts.get(kind) ?? 0;
  counts.set(kind, count + 1);
  return count === 0 ? kind : `${kind}_${count}`;
}

/**
 * Counts automatic names from the start again: `keras.utils.clear_session`. The next model is `sequential`, its first
 * dense layer `dense`. Memory needs no clearing here: a model that nothing reaches is freed by itself.
 */
export function clearSession(): void {
  counts.clear();
}

/** @throws TypeError for a name that Keras refuses too: no text, empty, or with a slash, which divides names of weights */
export function checkName(name: unknown): asserts name is string {
  if (typeof name !== "string" || name === "" || name.includes("/")) {
    throw new TypeError(
      `a name is text in any script, not empty and without "/", got ${JSON.stringify(name)}`,
    );
  }
}

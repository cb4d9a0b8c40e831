/** A table that knows its own entries alone: a file may ask it for `constructor` or `__proto__`, which every plain object has. */
export function table<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, entries);
}

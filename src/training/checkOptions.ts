/**
 * Checks the names of options: one that does not exist would be ignored silently.
 *
 * @param method what takes the options
 * @param known the names that exist, as keys
 * @throws TypeError that names the option and the one that is meant
 */
export function checkOptions(
  method: string,
  options: unknown,
  known: Readonly<Record<string, unknown>>,
): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(
      `the options of ${method} are an object such as { ${Object.keys(known)[0]}: ... }, got ${String(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = closest(name, Object.keys(known));
    const hint =
      meant === undefined ? `; the options are ${Object.keys(known).join(", ")}` : `; ${meant} is meant`;
    throw new TypeError(`${method} has no option "${name}"${hint}`);
  }
}

/** The known name that an unknown one was probably meant to be: other casing, Python's spelling, a slip of two letters. */
function closest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.replaceAll("_", "").toLowerCase();
  const given = plain(name);
  const same = known.find((candidate) => plain(candidate) === given);
  if (same !== undefined) return same;
  return known.find((candidate) => distance(plain(candidate), given) <= 2);
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

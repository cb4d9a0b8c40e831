/** One thing for every output of a model: the same for all, a list in their order, or an object by their names. */
export type PerOutput<T> = T | readonly (T | null)[] | Readonly<Record<string, T | null>>;

/** What is distributed to which outputs. */
export interface Distribution<T> {
  /** The option's name, for errors. */
  readonly option: string;
  /** The outputs' names; undefined while a model that has one output does not know its name. */
  readonly names: readonly string[] | undefined;
  /** Tells the thing itself from a list or an object of several. */
  readonly isOne: (value: unknown) => value is T;
}

/**
 * What each output gets, in the model's order: null where it is left out on purpose, undefined where an object does not name it.
 *
 * @throws RangeError for a list of another length or a name that no output has
 */
export function perOutput<T>(
  given: PerOutput<T>,
  { option, names, isOne }: Distribution<T>,
): (T | null | undefined)[] {
  const count = names?.length ?? 1;
  if (isOne(given)) return new Array<T>(count).fill(given);
  if (Array.isArray(given)) {
    const list = given as readonly (T | null)[];
    if (list.length === count) return [...list];
    throw new RangeError(
      `${option} is a list of ${list.length}, but the model has ${outputsText(names)}: give one for each, null for none`,
    );
  }
  const byName = given as Readonly<Record<string, T | null>>;
  checkNames(option, Object.keys(byName), names);
  return names === undefined ? [Object.values(byName)[0]] : names.map((name) => byName[name]);
}

/** Whether a value is a list or an object of several, and not one loss or metric, which has a method of that name. */
export function isSeveral(value: unknown, method: string): boolean {
  return typeof value === "object" && value !== null && !(method in value);
}

function checkNames(option: string, given: readonly string[], names: readonly string[] | undefined): void {
  const unknown = names === undefined ? given.slice(1) : given.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new RangeError(
    `${option} names ${unknown.map((name) => `"${name}"`).join(", ")}, but the model has ${outputsText(names)}`,
  );
}

/** `2 outputs (price, label)`. */
export function outputsText(names: readonly string[] | undefined): string {
  if (names === undefined) return "1 output";
  return `${names.length} ${names.length === 1 ? "output" : "outputs"} (${names.join(", ")})`;
}

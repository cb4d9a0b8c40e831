import type { DeclaredNames } from "../../transform/names.ts";

/** The session's names that may not be assigned to. All are `let` to V8, so that later cells can declare them anew. */
const constants = new Set<string>();
const names = new Set<string>();

/** Takes over what a cell declares: a name may become a constant, or a variable again. */
export function noteNames(declared: DeclaredNames): void {
  for (const name of declared.variables) constants.delete(name);
  for (const name of declared.constants) constants.add(name);
  for (const name of [...declared.variables, ...declared.constants]) names.add(name);
}

/** What cells have declared, in the order in which they did first. */
export function declaredNames(): readonly string[] {
  return [...names];
}

/**
 * Stands in the place of a name that was a constant when its cell was read, where the cell assigns to it.
 *
 * @throws {TypeError} from the assignment, where the name still is one
 */
export function constant<T>(name: string, get: () => T, set: (value: T) => void): { value: T } {
  return {
    get value() {
      return get();
    },
    set value(value) {
      if (constants.has(name)) throw new TypeError(`Assignment to constant variable '${name}'.`);
      set(value);
    },
  };
}

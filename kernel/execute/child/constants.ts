import type { DeclaredNames } from "../../transform/names.ts";

/** The session's names that may not be assigned to. All are `let` to V8, so that later cells can declare them anew. */
const constants = new Set<string>();

/** Takes over what a cell declares: a name may become a constant, or a variable again. */
export function noteNames(names: DeclaredNames): void {
  for (const name of names.variables) constants.delete(name);
  for (const name of names.constants) constants.add(name);
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

/**
 * The names by which V8 knows what cells call as Node calls its own globals: `URL`, `process`, `Map`.
 *
 * What a cell declares is in the scope of every module as well. A package that makes a `new URL(...)` must not find the notebook's
 * `const URL = "https://..."` there, so V8 gets such a name with a character at its end that nobody sees, a zero-width joiner.
 */
const globals: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis));
const mark = "\u200d";

export function isGlobal(name: string): boolean {
  return globals.has(name);
}

/** The name for V8 of what cells declare as `name`. */
export function ownName(name: string): string {
  return globals.has(name) ? name + mark : name;
}

/** The name in the cells of what V8 knows by `name`. */
export function writtenName(name: string): string {
  return name.endsWith(mark) && globals.has(name.slice(0, -1)) ? name.slice(0, -1) : name;
}

/** A text of V8's, such as a message, with the names as cells have them. */
export function withWrittenNames(text: string): string {
  return text.includes(mark)
    ? text.replace(/[\p{ID_Start}$_][\p{ID_Continue}$]*\u200d/gu, writtenName)
    : text;
}

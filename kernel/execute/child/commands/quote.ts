import { ShellOutput } from "./shellOutput.ts";

/**
 * A value as one word for the shell, an array as one word a member.
 *
 * @throws {TypeError} for what has no text of its own: objects, undefined, functions
 * @example quoted("it's") // 'it'\''s'
 */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return value.map(quoted).join(" ");
  if (value instanceof ShellOutput) return quoted(value.toString());
  if (
    typeof value !== "string" &&
    typeof value !== "number" &&
    typeof value !== "bigint" &&
    typeof value !== "boolean"
  )
    throw new TypeError(
      `A shell command takes strings, numbers, booleans and arrays of them, not ${value === null ? "null" : typeof value}`,
    );
  const text = String(value);
  if (text.includes("\0")) throw new TypeError("A word of a shell command cannot have a NUL character");
  return /^[\w./:@%+=,-]+$/.test(text) && !text.includes("=") ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

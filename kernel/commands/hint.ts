import { findCommand } from "./catalogue.ts";

/**
 * What to add to a ReferenceError that comes of a line `%who` below one without a `;`, which TypeScript reads as a remainder.
 *
 * @returns nothing to add, in all other cases
 */
export function remainderHint(
  { name, message }: { readonly name: string; readonly message: string },
  source: string,
): string {
  const [, missing = ""] = /^([a-z]+) is not defined$/.exec(message) ?? [];
  if (name !== "ReferenceError" || !findCommand(missing)) return "";
  if (!new RegExp(`^[ \\t]*%${missing}\\b`, "m").test(source)) return "";
  return `; with the line above it, %${missing} is the remainder of a division: end that line with ";" to have the command`;
}

import { helpBundle } from "./describe.ts";
import { findCommands } from "./find.ts";

/**
 * The help of the command under the cursor.
 *
 * @param cursor in UTF-16 units
 * @returns nothing where the cursor stands elsewhere, and behind `%time`, whose statement is TypeScript
 */
export function inspectCommand(code: string, cursor: number): Readonly<Record<string, string>> | undefined {
  const command = findCommands(code).find(({ start, end }) => start <= cursor && cursor <= end);
  if (!command) return undefined;
  return helpBundle(command.name === "help" ? command.args : command.name) ?? helpBundle(command.name);
}

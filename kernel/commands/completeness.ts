import type { Completeness } from "../interpreter.ts";
import { blankCommands, findCommands } from "./find.ts";

/**
 * Whether a console should run a cell with commands; its TypeScript decides, once `%%` at its head has lines below it.
 *
 * Lines for the shell end with an empty one, as in IPython.
 */
export function completenessWithCommands(code: string, of: (code: string) => Completeness): Completeness {
  const commands = findCommands(code);
  if (commands.length === 0) return of(code);
  const last = commands.at(-1);
  const isOpen = last?.body !== undefined && !/\n[ \t]*\r?\n?$/.test(last.body);
  const blank = blankCommands(code, commands);
  const lacksCell = last?.marks === "%%" && last.body === undefined && blank.trim() === "";
  return isOpen || lacksCell ? { status: "incomplete", indent: "" } : of(blank);
}

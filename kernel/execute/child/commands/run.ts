import process from "node:process";
import { helpText } from "../../../commands/describe.ts";
import { declaredNames } from "../constants.ts";
import { cd } from "./cd.ts";
import { CommandError } from "./commandError.ts";
import { env } from "./env.ts";
import { npm } from "./npm.ts";
import type { TakeOutput } from "./program.ts";
import { runShell } from "./shell.ts";
import { who } from "./who.ts";

const show: TakeOutput = (name, text) => process[name].write(text);
const print = (text: string) => show("stdout", `${text}\n`);

/**
 * Runs a command of a cell.
 *
 * @param folder the notebook's
 */
export async function runCommand(name: string, args: string, folder: string): Promise<void> {
  switch (name) {
    case "npm":
      return npm(args, folder, show);
    case "sh": {
      const end = await runShell(args, {}, show);
      if (end.code !== 0) throw new CommandError(args, end);
      return;
    }
    case "cd":
      return void print(cd(args));
    case "env":
      return void print(env(args));
    case "who":
      return void print(who(declaredNames()));
    default:
      return void print(helpText(args) ?? `There is no command ${args}; %help lists them.`);
  }
}

import { homedir } from "node:os";
import { resolve } from "node:path";
import process from "node:process";
import { splitWords } from "./split.ts";

let previous: string | undefined;

/**
 * Changes the working directory as a shell does.
 *
 * @returns the new one
 * @throws {Error} for a folder that cannot be entered
 */
export function cd(args: string): string {
  const words = splitWords(args);
  const here = process.cwd();
  const [wanted = "~"] = words.length > 1 ? [args] : words;
  const folder =
    wanted === "-"
      ? previous
      : resolve(
          here,
          wanted.replace(/^~(?=\/|$)/, () => homedir()),
        );
  if (folder === undefined) throw new Error("%cd - goes back, and there is nowhere to go back to yet");
  try {
    process.chdir(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "does not exist"
        : code === "ENOTDIR"
          ? "is not a folder"
          : `cannot be entered (${code})`;
    throw new Error(`${folder} ${why}; the working directory still is ${here}`);
  }
  previous = here;
  return process.cwd();
}

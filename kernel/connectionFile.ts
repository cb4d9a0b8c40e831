import { readFileSync, statSync } from "node:fs";
import { type Connection, parseConnection } from "./protocol/connection.ts";
import { ExitCode, StartError } from "./startError.ts";

/**
 * Reads the connection file that Jupyter names on the command line.
 *
 * @param warn Told when others can read the file: whoever reads the key can run code here.
 * @throws {StartError} in one line, with the exit code that fits.
 */
export function readConnection(file: string | undefined, warn: (line: string) => void): Connection {
  if (file === undefined)
    throw new StartError("Usage: node main.js CONNECTION_FILE (Jupyter calls it so).", ExitCode.usage);
  const text = attempt(file, ExitCode.noInput, () => readFileSync(file, "utf8"));
  const connection = attempt(file, ExitCode.badData, () => parseConnection(text));
  if (isOpenToOthers(file))
    warn(`Others can read the connection file ${file}, and with its key run code here: chmod 600 it.`);
  return connection;
}

function attempt<T>(file: string, exitCode: number, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, " ");
    throw new StartError(`Cannot use the connection file ${file}: ${reason}`, exitCode, { cause });
  }
}

/** Windows has no such bits; its files in a user's profile are that user's own. */
function isOpenToOthers(file: string): boolean {
  return process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
}

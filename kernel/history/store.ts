import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HistoryEntry, HistoryStore } from "../dispatch/history.ts";
import { parseLines, toLine } from "./lines.ts";
import { listSessions, prune, sessionFile } from "./sessions.ts";
import { createWriter } from "./writer.ts";

/**
 * History in a folder with one file a session, one JSON line a cell.
 *
 * Only its own session ever writes a file, so several kernels do not meet; a file of a new number is made or found taken in one step. A
 * line cut by a crash or a full disk is skipped by readers. What cannot be written is kept and tried again with the next cell.
 *
 * @param folder Made when the first cell is run, readable by its owner alone.
 * @param log Told once of each kind of trouble; the session goes on without the file.
 */
export function createHistoryStore(folder: string, log: (line: string) => void): HistoryStore {
  const said = new Set<string>();
  const complain = (what: string, error: unknown) => {
    if (said.has(what)) return;
    said.add(what);
    log(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
  let claimed: Promise<number> | undefined;
  const session = () => {
    claimed ??= claim(folder).catch(async (error: unknown) => {
      complain(`History is kept in memory only, since ${folder} cannot be used`, error);
      return ((await listSessions(folder).catch(() => [])).at(-1)?.session ?? 0) + 1;
    });
    return claimed;
  };
  const writer = createWriter(async () => join(folder, sessionFile(await session())), complain);
  return {
    session,
    append: (line, input) => writer.write(toLine({ line, input })),
    others: async () => {
      const own = await claimed;
      const all = await listSessions(folder).catch(() => []);
      return all.map((entry) => entry.session).filter((number) => number !== own);
    },
    read: async (number) => read(folder, number).catch(() => []),
    flush: writer.flush,
  };
}

/** Takes the next free number. */
async function claim(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const all = await listSessions(folder);
  await prune(folder, all);
  for (let session = (all.at(-1)?.session ?? 0) + 1; ; session++) {
    try {
      const file = await open(join(folder, sessionFile(session)), "wx", 0o600);
      await file.close();
      return session;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

async function read(folder: string, session: number): Promise<readonly HistoryEntry[]> {
  const text = await readFile(join(folder, sessionFile(session)), "utf8");
  return parseLines(text).map((entry) => ({ session, ...entry, output: null }));
}

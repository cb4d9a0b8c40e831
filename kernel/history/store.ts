import { appendFile, mkdir, open, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { HistoryEntry, HistoryStore } from "../dispatch/history.ts";
import { parseLines, toLine } from "./lines.ts";
import { listSessions, prune, sessionFile } from "./sessions.ts";

/** Bytes that one session may write; later cells of it are kept in memory only. */
const sessionLimit = 8 * 1024 * 1024;

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

/** Cuts a file to what was in it; a full disk does not hinder that. */
async function takeBack(file: () => Promise<string>, bytes: number): Promise<boolean> {
  try {
    await truncate(await file(), bytes);
    return true;
  } catch {
    return false;
  }
}

/** Appends in order, one write at a time; what failed goes first in the next one. */
function createWriter(file: () => Promise<string>, complain: (what: string, error: unknown) => void) {
  let pending = "";
  let written = 0;
  let last: Promise<void> = Promise.resolve();
  const post = async () => {
    const text = pending;
    pending = "";
    if (text === "") return;
    try {
      await appendFile(await file(), text, { mode: 0o600 });
      written += Buffer.byteLength(text);
    } catch (error) {
      // A part of it may be in the file. Where that cannot be taken back, a line break keeps it apart from the next attempt.
      const isTakenBack = await takeBack(file, written);
      pending = `${isTakenBack ? "" : "\n"}${text.replace(/^\n/, "")}${pending}`;
      complain("History could not be written and is kept in memory", error);
    }
  };
  return {
    write(line: string) {
      if (written + pending.length > sessionLimit) {
        complain(
          "History",
          new Error("this session has written enough; later cells are kept in memory only"),
        );
        return;
      }
      pending += line;
      last = last.then(post);
    },
    flush: () => last,
  };
}

import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** How much is kept of earlier sessions: the newest ones, up to both limits. */
const keep = { sessions: 1000, bytes: 32 * 1024 * 1024 };

interface SessionFile {
  readonly session: number;
  readonly bytes: number;
}

/** The file's name in the history's folder. */
export function sessionFile(session: number): string {
  return `${session}.jsonl`;
}

/** The sessions in a folder, by number. A file that vanishes meanwhile counts as empty. */
export async function listSessions(folder: string): Promise<SessionFile[]> {
  const names = await readdir(folder);
  const sessions = names
    .map((name) => /^([1-9]\d{0,14})\.jsonl$/.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  return Promise.all(
    sessions.map(async (session) => {
      const found = await stat(join(folder, sessionFile(session))).catch(() => undefined);
      return { session, bytes: found?.size ?? 0 };
    }),
  );
}

/** Removes the oldest sessions beyond the limits; never the newest, whose number the next one follows. */
export async function prune(
  folder: string,
  sessions: readonly SessionFile[],
  limits: typeof keep = keep,
): Promise<void> {
  let bytes = 0;
  const old = sessions.toReversed().filter((entry, index) => {
    bytes += entry.bytes;
    return index > 0 && (index >= limits.sessions || bytes > limits.bytes);
  });
  for (const { session } of old) await rm(join(folder, sessionFile(session)), { force: true });
}

import type { HistoryTuple } from "../protocol/replies.ts";
import type { HistoryRequest } from "../protocol/requests.ts";
import { within } from "../within.ts";
import { createGlob } from "./glob.ts";

/** How long a cell's reply may wait for the history's disk, in milliseconds. */
const patience = 100;

/** Cells of this session that are kept with their results; of earlier ones the store knows the text. */
const mostCells = 10_000;

/** One cell that was run. */
export interface HistoryEntry {
  readonly session: number;
  readonly line: number;
  readonly input: string;
  /** The plain text of its result; only the session that ran it knows. */
  readonly output: string | null;
}

/** Keeps what was run for the sessions that come after. */
export interface HistoryStore {
  /** Number of this session, above those of all earlier ones; taken when first asked for. */
  session(): Promise<number>;
  append(line: number, input: string): void;
  /** Numbers of the other sessions, ascending. */
  others(): Promise<readonly number[]>;
  /** What another session has run so far, in order; nothing where there is no such session. */
  read(session: number): Promise<readonly HistoryEntry[]>;
  /** Resolves when everything appended is where it stays. */
  flush(): Promise<void>;
}

/** What was run, here and in earlier sessions. */
export interface History {
  /**
   * Notes a cell before it runs, so that one that takes the kernel with it is kept, too.
   *
   * @returns to be called with its result's text when it has run; resolves when the cell is where it stays, or that takes too long
   */
  begin(line: number, input: string): (output: string | null) => Promise<void>;
  find(request: HistoryRequest): Promise<HistoryTuple[]>;
}

/** Forgets everything with the process. */
export const noStore: HistoryStore = {
  session: async () => 1,
  append: () => {},
  others: async () => [],
  read: async () => [],
  flush: async () => {},
};

/** @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#history */
export function createHistory(store: HistoryStore = noStore, limit = mostCells): History {
  const own: Omit<HistoryEntry, "session">[] = [];
  const current = async (): Promise<HistoryEntry[]> => {
    if (own.length === 0) return [];
    const session = await store.session();
    const first = own[0]?.line ?? 1;
    const before = first > 1 ? (await store.read(session)).filter(({ line }) => line < first) : [];
    return [...before, ...own.map((entry) => ({ session, ...entry }))];
  };
  return {
    begin(line, input) {
      store.append(line, input);
      return (output) => {
        own.push({ line, input, output });
        if (own.length > limit) own.shift();
        // A disk that does not answer must not keep a cell from ending.
        return within(store.flush(), patience);
      };
    },
    async find(request) {
      const found = await select(request, store, current);
      return found.map(({ session, line, input, output }) => [
        session,
        line,
        request.output ? [input, output] : input,
      ]);
    },
  };
}

type Current = () => Promise<readonly HistoryEntry[]>;

async function select(
  request: HistoryRequest,
  store: HistoryStore,
  current: Current,
): Promise<readonly HistoryEntry[]> {
  switch (request.hist_access_type) {
    case "tail":
      return tail(request.n, store, current);
    case "range":
      return range(request, store, current);
    case "search": {
      const isMatch = createGlob(request.pattern);
      const found = (await tail(Number.POSITIVE_INFINITY, store, current)).filter(({ input }) =>
        isMatch(input),
      );
      return last(request.unique ? lastOfEach(found) : found, request.n ?? found.length);
    }
  }
}

/** The newest `n`, in order; opens no more sessions than that takes. */
async function tail(n: number, store: HistoryStore, current: Current): Promise<readonly HistoryEntry[]> {
  let found = last(await current(), n);
  for (const session of (await store.others()).toReversed()) {
    if (found.length >= n) break;
    found = [...last(await store.read(session), n - found.length), ...found];
  }
  return found;
}

/** As in IPython: session 0 is this one, -1 the one before; a negative line counts from the end. */
async function range(
  { session, start, stop }: Extract<HistoryRequest, { hist_access_type: "range" }>,
  store: HistoryStore,
  current: Current,
): Promise<readonly HistoryEntry[]> {
  const own = session === 0 ? 0 : await store.session();
  const wanted = session < 0 ? own + session : session;
  const entries = wanted === own ? await current() : await store.read(wanted);
  const end = (entries.at(-1)?.line ?? 0) + 1;
  const from = start < 0 ? start + end : start;
  const to = stop === null ? end : stop < 0 ? stop + end : stop;
  return entries.filter(({ line }) => line >= from && line < to);
}

function last<T>(items: readonly T[], n: number): readonly T[] {
  return items.slice(Math.max(0, items.length - Math.max(0, n)));
}

function lastOfEach(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const latest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => latest.get(entry.input) === entry);
}

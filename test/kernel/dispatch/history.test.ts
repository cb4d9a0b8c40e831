import { describe, expect, it } from "vitest";
import { createHistory, type HistoryStore, noStore } from "../../../kernel/dispatch/history.ts";
import type { HistoryRequest } from "../../../kernel/protocol/requests.ts";

/** Session 3 after two earlier ones. */
function earlier(opened: number[] = []): HistoryStore {
  const sessions: Record<number, string[]> = { 1: ["one", "two"], 2: ["a = 1", "three"] };
  return {
    ...noStore,
    session: async () => 3,
    others: async () => [1, 2],
    read: async (session) => {
      opened.push(session);
      return (sessions[session] ?? []).map((input, i) => ({ session, line: i + 1, input, output: null }));
    },
  };
}

async function find(request: HistoryRequest, store?: HistoryStore): Promise<string[]> {
  const history = createHistory(store);
  for (const [i, input] of ["a = 1", "b = 2", "a = 1", "print(a)"].entries())
    void history.begin(i + 1, input)(null);
  return (await history.find(request)).map(([session, line]) => `${session}/${line}`);
}

const shape = { output: false, raw: true };
const search = { ...shape, hist_access_type: "search", n: null, pattern: "*", unique: false } as const;
const range = { ...shape, hist_access_type: "range", session: 0, start: 1, stop: null } as const;
const tail = { ...shape, hist_access_type: "tail" } as const;

describe("history", () => {
  it.each([
    [0, []],
    [2, ["1/3", "1/4"]],
    [9, ["1/1", "1/2", "1/3", "1/4"]],
  ])("gives the last %i cells", async (n, expected) => {
    expect(await find({ ...tail, n })).toEqual(expected);
  });

  it("goes back into earlier sessions, as far as needed", async () => {
    const opened: number[] = [];
    expect(await find({ ...tail, n: 5 }, earlier(opened))).toEqual(["2/2", "3/1", "3/2", "3/3", "3/4"]);
    expect(opened).toEqual([2]);
    expect(await find({ ...tail, n: 99 }, earlier())).toHaveLength(8);
  });

  it.each([
    [{ start: 2, stop: 4 }, ["3/2", "3/3"]],
    [{ start: 2 }, ["3/2", "3/3", "3/4"]],
    [{ session: 3, start: 4 }, ["3/4"]],
    [{ start: -2 }, ["3/3", "3/4"]],
    [{ start: 1, stop: -2 }, ["3/1", "3/2"]],
    [{ session: -1 }, ["2/1", "2/2"]],
    [{ session: 1, start: 2 }, ["1/2"]],
    [{ session: 7 }, []],
  ])("gives the range %o", async (change, expected) => {
    expect(await find({ ...range, ...change }, earlier())).toEqual(expected);
  });

  it("keeps the newest cells of a long session at hand, and has the others from the store", async () => {
    const kept: string[] = [];
    const read = async () =>
      kept.map((input, i) => ({ session: 1, line: i + 1, input, output: null as string | null }));
    const history = createHistory({ ...noStore, append: (_, input) => kept.push(input), read }, 2);
    for (const [i, input] of ["a", "b", "c", "d"].entries()) await history.begin(i + 1, input)(`<${input}>`);
    expect(await history.find({ ...range, output: true })).toEqual([
      [1, 1, ["a", null]],
      [1, 2, ["b", null]],
      [1, 3, ["c", "<c>"]],
      [1, 4, ["d", "<d>"]],
    ]);
  });

  it("searches every session", async () => {
    expect(await find({ ...search, pattern: "? = 1" }, earlier())).toEqual(["2/1", "3/1", "3/3"]);
    expect(await find({ ...search, pattern: "*(a)" }, earlier())).toEqual(["3/4"]);
    expect(await find({ ...search, pattern: "a" }, earlier())).toEqual([]);
  });

  it("keeps the latest of equal inputs where asked for unique ones", async () => {
    expect(await find({ ...search, unique: true })).toEqual(["1/2", "1/3", "1/4"]);
    expect(await find({ ...search, unique: true, n: 2 })).toEqual(["1/3", "1/4"]);
    expect(await find({ ...search, unique: true, pattern: "a = *" }, earlier())).toEqual(["3/3"]);
  });

  it("adds the output where asked", async () => {
    const history = createHistory();
    void history.begin(1, "1 + 1")("2");
    expect(await history.find({ ...tail, n: 1, output: true })).toEqual([[1, 1, ["1 + 1", "2"]]]);
    expect(await history.find({ ...tail, n: 1 })).toEqual([[1, 1, "1 + 1"]]);
  });

  it("hands a cell to the store before it runs, and ends it when it is where it stays", async () => {
    const appended: string[] = [];
    let written = () => {};
    const flush = () => new Promise<void>((resolve) => (written = resolve));
    const history = createHistory({ ...noStore, append: (_, input) => appended.push(input), flush });
    const ended = history.begin(1, "process.abort()");
    expect(appended).toEqual(["process.abort()"]);
    let isOver = false;
    const waiting = ended(null).then(() => (isOver = true));
    await Promise.resolve();
    expect(isOver).toBe(false);
    written();
    await waiting;
  });

  it("does not wait for ever for a disk that does not answer", async () => {
    const history = createHistory({ ...noStore, flush: () => new Promise(() => {}) });
    await history.begin(1, "1")(null);
    expect(await history.find({ ...tail, n: 1 })).toHaveLength(1);
  });
});

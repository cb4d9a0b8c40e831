import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { historyFolder } from "../../../kernel/history/location.ts";
import { listSessions, prune } from "../../../kernel/history/sessions.ts";
import { createHistoryStore } from "../../../kernel/history/store.ts";

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "toile-history-"));
  folder = join(root, "data", "history");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function fail(line: string): never {
  throw new Error(line);
}

const open = (log: (line: string) => void = fail) => createHistoryStore(folder, log);

describe("history store", () => {
  it("keeps cells for the next session", async () => {
    const first = open();
    first.append(1, "1 + 1");
    first.append(2, "two\nlines 'n 😀");
    await first.flush();
    const second = open();
    expect(await second.session()).toBe(2);
    expect(await second.others()).toEqual([1]);
    expect(await second.read(1)).toEqual([
      { session: 1, line: 1, input: "1 + 1", output: null },
      { session: 1, line: 2, input: "two\nlines 'n 😀", output: null },
    ]);
  });

  it("leaves nothing behind where nothing was run", async () => {
    expect(await open().others()).toEqual([]);
    expect(readdirSync(root)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("is readable by its owner alone", async () => {
    const store = open();
    store.append(1, "secret");
    await store.flush();
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, "1.jsonl")).mode & 0o077).toBe(0);
  });

  it("gives every one of many kernels that start at once its own number", async () => {
    const stores = Array.from({ length: 20 }, () => open());
    const numbers = await Promise.all(stores.map((store) => store.session()));
    expect(new Set(numbers).size).toBe(20);
    for (const [i, store] of stores.entries()) for (let n = 1; n <= 5; n++) store.append(n, `${i}:${n}`);
    await Promise.all(stores.map((store) => store.flush()));
    const reader = open();
    const read = await Promise.all(numbers.map((number) => reader.read(number)));
    expect(read.map((entries) => entries.map(({ input }) => input))).toEqual(
      stores.map((_, i) => [1, 2, 3, 4, 5].map((n) => `${i}:${n}`)),
    );
  });

  it("skips a line that a crash has cut, and other people's lines", async () => {
    const store = open();
    store.append(1, "whole");
    await store.flush();
    appendFileSync(join(folder, "1.jsonl"), '{"line":2,"inp');
    appendFileSync(
      join(folder, "1.jsonl"),
      '\n[]\nnull\n{"line":"3","input":"x"}\n{"line":4,"input":"after"}\n',
    );
    expect((await open().read(1)).map(({ line }) => line)).toEqual([1, 4]);
  });

  it("keeps what could not be written, says so once, and writes it when it can", async () => {
    writeFileSync(join(root, "data"), "a file where the folder should be");
    const blocked: string[] = [];
    const store = open((line) => blocked.push(line));
    store.append(1, "first");
    store.append(2, "second");
    await store.flush();
    expect(blocked).toHaveLength(2);
    expect(blocked.join("\n")).toContain("kept in memory");
    rmSync(join(root, "data"));
    await open().session();
    rmSync(join(folder, "1.jsonl"));
    store.append(3, "third");
    await store.flush();
    expect((await open().read(1)).map(({ input }) => input)).toEqual(["first", "second", "third"]);
  });

  it("goes on in a new file where somebody has deleted the one it has open", async () => {
    const store = open();
    store.append(1, "gone");
    await store.flush();
    rmSync(join(folder, "1.jsonl"));
    store.append(2, "first of the new one");
    await store.flush();
    store.append(3, "behind it");
    await store.flush();
    expect((await open().read(1)).map(({ line }) => line)).toEqual([2, 3]);
  });

  it("never writes through a link that somebody has put in its file's place", async () => {
    const logged: string[] = [];
    const store = open((line) => logged.push(line));
    await store.session();
    const victim = join(root, "victim");
    writeFileSync(victim, "precious");
    rmSync(join(folder, "1.jsonl"));
    symlinkSync(victim, join(folder, "1.jsonl"));
    store.append(1, "secret");
    await store.flush();
    expect(readFileSync(victim, "utf8")).toBe("precious");
    expect(logged).toEqual([expect.stringContaining("History could not be written")]);
    rmSync(join(folder, "1.jsonl"));
    store.append(2, "later");
    await store.flush();
    expect((await open().read(1)).map(({ input }) => input)).toEqual(["secret", "later"]);
  });

  it("is bounded: the oldest sessions go, the newest stays", async () => {
    const sizes = [10, 10, 10, 50];
    await open().session();
    for (const [i, size] of sizes.entries()) writeFileSync(join(folder, `${i + 1}.jsonl`), "x".repeat(size));
    writeFileSync(join(folder, "notes.txt"), "not ours");
    const left = async () => (await listSessions(folder)).map(({ session }) => session);
    await prune(folder, await listSessions(folder), { sessions: 3, bytes: 1000 });
    expect(await left()).toEqual([2, 3, 4]);
    await prune(folder, await listSessions(folder), { sessions: 3, bytes: 65 });
    expect(await left()).toEqual([3, 4]);
    await prune(folder, await listSessions(folder), { sessions: 3, bytes: 5 });
    expect(await left()).toEqual([4]);
    expect(readdirSync(folder)).toContain("notes.txt");
  });
});

describe("historyFolder", () => {
  it("lies among Jupyter's data unless TOILE_HISTORY says otherwise", () => {
    expect(historyFolder({ JUPYTER_DATA_DIR: "/data" })).toBe(join("/data", "toile", "history"));
    expect(historyFolder({ TOILE_HISTORY: "/mine" })).toBe("/mine");
    expect(historyFolder({ TOILE_HISTORY: "off" })).toBeUndefined();
  });
});

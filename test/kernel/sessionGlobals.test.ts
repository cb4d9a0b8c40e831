import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
  notebook.write(
    "uses.ts",
    `export const uses = () => [
  new URL("/a", "http://h").pathname, typeof process.hrtime, new Map([[1, 2]]).size, Array.isArray([]), Math.max(1, 2),
  Buffer.from("b").toString(), Object.keys({ k: 1 }).length, JSON.stringify([1]), typeof Promise.resolve, new Set([1]).size,
].join();`,
  );
});
afterAll(() => notebook.close());

test("names of globals that cells declare are theirs alone: modules and the session keep Node's", async () => {
  const declare = `const URL = "https://example.org"; function process(row: number) { return row * 2; }
class Map<T> { static made = 0; tiles: T[] = []; copy() { Map.made++; return new Map<T>(); } }
let Set = 3, Array = 4; var Object = 5; const [Promise, { Symbol, JSON: Json = 7 }] = [6, { Symbol: 8 }] as any[];
enum Math { A = 1 }
import { Buffer, constants as Error } from "node:buffer"; import Function from "node:path";`;
  expect(await notebook.run(declare)).toEqual({ status: "ok" });
  const cell = `import { uses } from "./uses"; uses()`;
  expect(await notebook.value(cell)).toBe(`'/a,function,1,true,2,b,1,[1],function,1'`);
  expect(await notebook.value("[{ a: [1] }, new globalThis.Map([[1, { b: 2 }]])]")).toBe(
    "[ { a: [ 1 ] }, Map(1) { 1 => { b: 2 } } ]",
  );
  expect(await notebook.value("[URL, process(4), Set, Array, Object, Promise, Symbol, Json, Math.A]")).toBe(
    "[ 'https://example.org', 8, 3, 4, 5, 6, 8, 7, 1 ]",
  );
  expect(await notebook.value("[Buffer.from('x').length, typeof Error.MAX_LENGTH, Function.sep]")).toBe(
    "[ 1, 'number', '/' ]",
  );
  expect(await notebook.value("const tiles = new Map<number>().copy(); [Map.made, Map.name, tiles]")).toBe(
    "[ 1, 'Map', Map { tiles: [] } ]",
  );
});

test("a function among them keeps its name", async () => {
  expect(
    await notebook.value("async function fetch(url: string) { return url; }\n[fetch, await fetch('u')]"),
  ).toBe("[ [AsyncFunction: fetch], 'u' ]");
});

test("they are constants, variables and locals like all others", async () => {
  expect(await notebook.error("\n URL = ''")).toMatchObject({
    ename: "TypeError",
    evalue: "Assignment to constant variable 'URL'.",
  });
  expect(
    await notebook.value("Set += 1; ({ Set } = { Set: Set * 10 }); [Set, { Set }, { Set: 1 }.Set]"),
  ).toBe("[ 40, { Set: 40 }, 1 ]");
  expect(
    await notebook.value("((URL: string) => URL + 1)('local') + (() => { const Set = 2; return Set; })()"),
  ).toBe("'local12'");
  expect(
    await notebook.value("for (var Date = 0; Date < 3; Date++) { var WeakMap = Date; }\n[Date, WeakMap]"),
  ).toBe("[ 3, 2 ]");
  expect(await notebook.value("let URL = new globalThis.URL('http://h/p'); URL.pathname")).toBe("'/p'");
  expect(await notebook.value("export class Set { static size = 9 }\n[Set.size]")).toBe("[ 9 ]");
});

test("errors, completion and inspection speak of them as the cells do", async () => {
  const { evalue, text } = await notebook.error("\nprocess.nextTick(1)");
  expect(evalue).toBe("process.nextTick is not a function");
  expect(text).toContain("line 2:9");
  expect((await notebook.error("function fetch() { null!.x }\nfetch()")).text).toContain("at fetch (Cell In");
  await notebook.value("const performance = { accuracy: 0.9 };");
  const { items } = await notebook.session.complete("performance.ac", 14);
  expect(items.map(({ text }) => text)).toEqual(["accuracy"]);
  const names = await notebook.session.complete("perform", 7);
  expect(names.items.map(({ text }) => text)).toEqual(["performance"]);
  expect(String((await notebook.session.inspect("performance", 11, 0))?.["text/plain"])).toContain(
    "accuracy: 0.9",
  );
  await notebook.value("%who");
  expect(notebook.printed()).toMatch(/^performance +Object +\{ accuracy: 0\.9 \}$/m);
});

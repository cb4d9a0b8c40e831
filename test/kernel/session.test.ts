import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

describe("variables", () => {
  test("a name can be declared anew as anything", async () => {
    expect(await notebook.value("const a: number = 1; a")).toBe("1");
    expect(await notebook.value("let a = 2; a")).toBe("2");
    expect(await notebook.value("class a {} ; a")).toBe("[class a]");
    expect(await notebook.value("function a() { return 3; }\na()")).toBe("3");
    expect(await notebook.value("var a = 4; a")).toBe("4");
    expect(await notebook.value("enum a { X = 5 }\na.X")).toBe("5");
    expect(await notebook.value("import a from 'node:path'; typeof a.join")).toBe("'function'");
    expect(await notebook.value("const { a } = { a: 6 }; a")).toBe("6");
  });

  test("a function defined before sees a variable declared anew", async () => {
    await notebook.value("let base = 1; const plus = (n: number) => n + base;");
    expect(await notebook.value("let base = 10; plus(1)")).toBe("11");
  });

  test("a function that was replaced is replaced inside itself, too", async () => {
    await notebook.value(
      "function again(n: number): number { return n === 0 ? 0 : again(n - 1); }\nconst first = again; again = () => 42;",
    );
    expect(await notebook.value("first(1)")).toBe("42");
  });

  test("globals can be hidden by the user's own names", async () => {
    expect(await notebook.value("const display = 7; display")).toBe("7");
    expect(await notebook.value("const require = 8; require")).toBe("8");
  });

  test("code is strict, as in a module", async () => {
    expect((await notebook.error("undeclaredName = 1")).ename).toBe("ReferenceError");
  });
});

describe("results", () => {
  test.each([
    ["1 + 1", "2"],
    ["{ a: 1 }", "{ a: 1 }"],
    ["'text';", "'text'"],
    ["null", "null"],
    ["undefined", undefined],
    ["const x = 1", undefined],
    ["({ a: [1, 2] })", "{ a: [ 1, 2 ] }"],
    ["new Map([['a', 1]])", "Map(1) { 'a' => 1 }"],
    ["await Promise.resolve(3)", "3"],
    ["10n ** 20n", "100000000000000000000n"],
  ])("%s shows %s", async (code, shown) => {
    expect(await notebook.value(code)).toBe(shown);
  });

  test("a promise shows its state and nothing of Node's bookkeeping", async () => {
    expect(await notebook.value("Promise.resolve(1)")).toBe("Promise { 1 }");
    expect(await notebook.value("[1, 2].map(async (n) => n)")).toMatch(
      /^\[\s+Promise \{ 1 \},\s+Promise \{ 2 \}\s+\]$/,
    );
    expect(await notebook.error("throw Promise.resolve(1)")).toMatchObject({ evalue: "Promise { 1 }" });
  });

  test("a silent run has none", async () => {
    expect(await notebook.run("1 + 1", true)).toEqual({ status: "ok" });
  });

  test("a value with a display method of its own brings its bundle, promised or not", async () => {
    const own = `({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<b>hi</b>" }) })`;
    expect(await notebook.run(own)).toEqual({
      status: "ok",
      result: { data: { "text/html": "<b>hi</b>" }, metadata: {} },
    });
  });

  test("what a display method throws is the cell's error", async () => {
    const error = await notebook.error(
      `({ [Symbol.for("Jupyter.display")]() { throw new RangeError("no picture"); } })`,
    );
    expect(error).toMatchObject({ ename: "RangeError", evalue: "no picture" });
  });
});

describe("newer syntax", () => {
  test("classes with decorators of different cells do not disturb each other", async () => {
    await notebook.value(
      "const tag = (v: string) => (value: any, _: any) => { value.tag = v; return value; };",
    );
    await notebook.value(
      "@tag('one') class One { #x = 1; @((m: any, _: any) => m) get() { return this.#x; } }",
    );
    await notebook.value(
      "@tag('two') class Two { #x = 2; @((m: any, _: any) => m) get() { return this.#x; } }",
    );
    expect(await notebook.value("[new One().get(), new Two().get(), (One as any).tag]")).toBe(
      "[ 1, 2, 'one' ]",
    );
  });

  test("using disposes at the end of the cell", async () => {
    expect(
      await notebook.value("using r = { name: 'r', [Symbol.dispose]() { console.log('gone'); } }; r.name"),
    ).toBe("'r'");
    expect(notebook.printed()).toBe("gone\n");
  });

  test("parameter properties, namespaces and generators work", async () => {
    expect(await notebook.value("class P { constructor(readonly a: number) {} }; new P(3).a")).toBe("3");
    expect(await notebook.value("namespace N { export const v = 4; }\nN.v")).toBe("4");
    expect(await notebook.value("function* g() { yield 1; yield 2; }\n[...g()]")).toBe("[ 1, 2 ]");
    expect(
      await notebook.value(
        "async function* ag() { yield 1; yield 2; }\nlet sum = 0; for await (const v of ag()) sum += v; sum",
      ),
    ).toBe("3");
  });
});

describe("the kernel handle", () => {
  const kernel = `(globalThis as any)[Symbol.for("toile.kernel")]`;

  test("shows, updates and clears", async () => {
    await notebook.value(`const k = ${kernel};
      k.display({ data: { "text/html": "<i>1</i>" }, metadata: { a: 1 } }, { raw: true, displayId: "d" });
      k.update("d", 2); k.clear(true); void 0`);
    expect(notebook.shown("display")).toEqual([
      { type: "display", display: { data: { "text/html": "<i>1</i>" }, metadata: { a: 1 } }, displayId: "d" },
    ]);
    expect(notebook.shown("update")[0]).toMatchObject({
      displayId: "d",
      display: { data: { "text/plain": "2" } },
    });
    expect(notebook.shown("clear")).toEqual([{ type: "clear", wait: true }]);
  });

  test("refuses a raw display that is no bundle, naming what it got", async () => {
    expect((await notebook.error(`${kernel}.display(5, { raw: true })`)).evalue).toContain("got number");
  });

  test("has a version and cannot be changed", async () => {
    expect(
      await notebook.value(`[${kernel}.version, Object.isFrozen(${kernel}), ${kernel}.signal.aborted]`),
    ).toBe("[ 1, true, false ]");
  });
});

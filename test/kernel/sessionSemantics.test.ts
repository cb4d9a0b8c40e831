import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

describe("a constant", () => {
  beforeAll(() => notebook.value("const k = 1; const setK = () => { k = 9; };"));

  test.each([
    "k = 2",
    "k++",
    "k += 1",
    "[k] = [5]",
    "({ k } = { k: 5 })",
    "({ k = 3 } = {} as any)",
    "for (k of [1]) {}",
  ])("of an earlier cell cannot be assigned to by %s", async (code) => {
    expect(await notebook.error(code)).toMatchObject({
      ename: "TypeError",
      evalue: "Assignment to constant variable 'k'.",
    });
    expect(await notebook.value("k")).toBe("1");
  });

  test("cannot be assigned to in its own cell or from a function, nor can an import", async () => {
    expect((await notebook.error("const own = 1; own = 2")).ename).toBe("TypeError");
    expect((await notebook.error("setK()")).text).toContain("at setK (Cell In [1], line 1:");
    expect((await notebook.error("import { sep } from 'node:path'; sep = ''")).ename).toBe("TypeError");
    expect(await notebook.error("using r = null;\n r = null")).toMatchObject({
      ename: "SyntaxError",
      evalue: 'Cannot assign to "r" because it is a constant (Cell In [19], line 2:2)',
    });
  });

  test("does not stand in the way of locals of the same name, nor of ||= that assigns nothing", async () => {
    const locals =
      "{ let k = 1; k = 2; } ((k: number) => { k = 5; })(1); for (let k = 0; k < 1; k++); k ||= 3; k";
    expect(await notebook.value(locals)).toBe("1");
  });

  test("is a variable once a later cell declares it as one, for functions of earlier cells as well", async () => {
    expect(await notebook.value("let k = 10; setK(); k")).toBe("9");
    expect(await notebook.value("k = 11; k")).toBe("11");
  });
});

describe("newer syntax", () => {
  test("accessors work without decorators", async () => {
    expect(
      await notebook.value("class Acc { static accessor one = 1; accessor v = 2 }; [Acc.one, new Acc().v]"),
    ).toBe("[ 1, 2 ]");
  });

  test("the value of a cell with using does not come back in a later cell", async () => {
    expect(await notebook.value("using r = { [Symbol.dispose]() {} }; 'mine'")).toBe("'mine'");
    expect(await notebook.value("try { await null } catch {}")).toBeUndefined();
  });

  test("a byte-order mark, a shebang and Windows line ends mean nothing", async () => {
    expect(await notebook.value("\ufeff#!/usr/bin/env node\r\n1 +\r\n2\r\n")).toBe("3");
    expect((await notebook.error("1;\r\nnope();\r\n")).text).toContain("line 2:1");
  });
});

describe("JSX", () => {
  test("is React's classic calls where nothing else is installed, beside casts and generic arrows in other cells", async () => {
    await notebook.value(
      "const React = { Fragment: 'F', createElement: (t: unknown, p: unknown, ...c: unknown[]) => ({ t, p, c }) };",
    );
    expect(await notebook.value("<div a='b'>hi {1 + 1}</div>")).toBe(
      "{ t: 'div', p: { a: 'b' }, c: [ 'hi ', 2 ] }",
    );
    expect(await notebook.value("{ a: <></> }")).toBe("{ a: { t: 'F', p: null, c: [] } }");
    expect(await notebook.value("<number>(5 as any) + (<T>(x: T) => x)(1)")).toBe("6");
  });
});

describe("a cell as a CommonJS script", () => {
  test("has module, exports, __filename and __dirname, which packages do not see", async () => {
    expect(
      await notebook.value(
        "exports.a = 1; module.exports.b = 2; [exports, __dirname === process.cwd(), { __filename }]",
      ),
    ).toMatch(/^\[ \{ a: 1, b: 2 \}, true, \{ __filename: '.*\[notebook\]\.ts' \} \]$/s);
    expect(await notebook.value("['module', '__dirname'].some((name) => name in globalThis)")).toBe("false");
    expect(await notebook.value("let module = 7; module")).toBe("7");
    expect(await notebook.value("module")).toBe("7");
  });
});

import { describe, expect, test } from "vitest";
import { traceThrough } from "../../../kernel/transform/sourceMap.ts";
import { CellSyntaxError } from "../../../kernel/transform/syntaxError.ts";
import { transformCell } from "../../../kernel/transform/transform.ts";

/** The code without blank lines and indentation, which do not matter here. */
const lines = (source: string) =>
  transformCell(source)
    .code.split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== ";");

describe("declarations", () => {
  test("const and let become let, so that a later cell can declare the name anew", () => {
    expect(lines("const a: number = 1; let b = 2;")).toEqual([
      "let a = 1;",
      "let b = 2;",
      ";await __toile.end();",
    ]);
  });

  test("destructuring keeps its pattern", () => {
    expect(lines("const { a, b: [c], ...rest } = o;")[0]).toBe("let { a, b: [c], ...rest } = o;");
  });

  test("var is declared at the top and assigned in its place, also in blocks and loops", () => {
    const code = lines(
      "for (var i = 0; i < 2; i++) { var { z } = o, y = 1; } for (var x of xs); for (var k in o);",
    );
    expect(code[0]).toBe("let i, z, y, x, k;");
    expect(code).toContain("for (i = 0; i < 2; i++) {");
    expect(code).toContain("({ z } = o), y = 1;");
    expect(code).toContain("for (x of xs);");
    expect(code).toContain("for (k in o);");
  });

  test("var inside a function stays its own", () => {
    expect(lines("const f = () => { var a = 1; return a; };").join(" ")).toContain("var a = 1;");
  });

  test("functions move to the top and keep no inner name of their own", () => {
    expect(lines("f(); function f() {}")).toEqual([
      "let f;",
      "f = function () {};",
      "await __toile.end((f()));",
    ]);
  });

  test("overload signatures vanish", () => {
    expect(lines("function f(a: string): void; function f(a: unknown) {}")[0]).toBe("let f;");
  });

  test("a class keeps its name inside, for its static initializers", () => {
    expect(lines("class C { static one = new C(); }")[0]).toBe("let C = class C {");
  });

  test("const inside a block or a loop stays const", () => {
    expect(lines("for (const x of xs) { const y = x; }")).toContain("const y = x;");
  });

  test("enums and namespaces become values", () => {
    expect(lines("enum A { X }")[0]).toBe("let A;");
    expect(lines("namespace N { export const a = 1 }")[0]).toBe("let N;");
  });

  test("types leave nothing behind", () => {
    expect(lines("interface A {} type B = A; declare const c: B;")).toEqual([";await __toile.end();"]);
  });

  test("export is allowed and means nothing", () => {
    const code = lines(
      "export const a = 1; export function f() {} export { a as b }; export default class K {}",
    ).join("\n");
    expect(code).not.toContain("export");
    expect(code).toContain("let a = 1;");
    expect(code).toContain("let K = class K {};");
  });
});

describe("imports", () => {
  test.each([
    ['import "m";', 'await __toile.wait(__toile.import("m", []));'],
    ['import d from "m";', 'let { "default": d } = await __toile.wait(__toile.import("m", ["default"]));'],
    ['import { a as b } from "m";', 'let { "a": b } = await __toile.wait(__toile.import("m", ["a"]));'],
    ['import * as ns from "m";', 'let ns = await __toile.wait(__toile.import("m", ["*"]));'],
    ['import { type T, v } from "m";', 'let { "v": v } = await __toile.wait(__toile.import("m", ["v"]));'],
    [
      'import d, * as ns from "m";',
      'let ns = await __toile.wait(__toile.import("m", ["*","default"])), { "default": d } = ns;',
    ],
    [
      'import j from "./j.json" with { type: "json" };',
      'let { "default": j } = await __toile.wait(__toile.import("./j.json", ["default"], { with: { type: "json" } }));',
    ],
  ])("%s becomes an awaited import", (source, expected) => {
    expect(lines(source)[0]).toBe(expected);
  });

  test("import type leaves nothing behind", () => {
    expect(lines('import type { T } from "m";')).toEqual([";await __toile.end();"]);
  });

  test("imports below the code run first, in their order", () => {
    const code = lines('use(a, b); import a from "one"; import b from "two";').join("\n");
    expect(code.indexOf('"one"')).toBeLessThan(code.indexOf('"two"'));
    expect(code.indexOf('"two"')).toBeLessThan(code.indexOf("use(a"));
  });

  test("import() and import.meta go to the session", () => {
    expect(lines('await import("m"); import.meta.url;')).toEqual([
      'await __toile.wait(__toile.import("m"));',
      "await __toile.end((__toile.meta.url));",
    ]);
  });
});

describe("the value of a cell", () => {
  test.each([
    ["1 + 1", "await __toile.end((1 + 1));"],
    ["1 + 1;", "await __toile.end((1 + 1));"],
    ['"text"', 'await __toile.end(("text"));'],
    ["x as number", "await __toile.end((x));"],
    ["a, b", "await __toile.end((a, b));"],
    ["await p", "await __toile.end((await __toile.wait(p)));"],
    ["export default 5", "await __toile.end((5));"],
  ])("of %j is its last expression", (source, expected) => {
    expect(lines(source).at(-1)?.replace(/;?$/, ";")).toBe(expected);
  });

  test("is nothing after a declaration or a loop", () => {
    expect(lines("f(); const a = 1;").at(-1)).toBe(";await __toile.end();");
    expect(lines("for (;;) f();").at(-1)).toBe(";await __toile.end();");
  });

  test("for await is interruptible", () => {
    expect(lines("for await (const x of y) f(x);")[0]).toBe("for await (const x of __toile.each(y)) f(x);");
  });
});

describe("newer syntax", () => {
  test("helpers of decorators are named after their cell, so that a later cell cannot change them", () => {
    const one = transformCell("@d class A { #x = 1 }", { run: "1" }).code;
    expect(one).toContain("__decorateElement$1(");
    expect(one).toMatch(/_init\$1\b/);
    expect(one).not.toMatch(/\b_init\b(?!\$)/);
  });

  test("the value of a cell with using is shown after the disposal", () => {
    const code = lines("using r = open(); r.name").join("\n");
    expect(code).toContain("__toile.keep((r.name))");
    expect(code.endsWith("await __toile.end(__toile.kept());")).toBe(true);
  });
});

/** Where a piece of the evaluated text comes from, as line:column from 1. */
function origin(source: string, piece: string): string | undefined {
  const { code, maps } = transformCell(source);
  const before = code.slice(0, code.indexOf(piece)).split("\n");
  const place = traceThrough(maps, { line: before.length - 1, column: (before.at(-1) ?? "").length });
  return place && `${place.line + 1}:${place.column + 1}`;
}

describe("source maps", () => {
  test.each([
    ["const a = 1;\nthrow new Error('x')", "new Error", "2:7"],
    ["type A = 1;\n\n\n  boom()", "boom", "4:3"],
    ["g();\nfunction f(a: number): void {\n  boom(a);\n}", "boom", "3:3"],
    ["const x: Map<string, number> = boom()", "boom", "1:32"],
    ["import a from 'a';\nawait boom(a)", "boom", "2:7"],
    ["var 한글 = '가나다'; boom()", "boom", "1:17"],
    ["enum A { X }\nboom(A.X)", "boom", "2:1"],
  ])("%j: %s is at its own place", (source, piece, place) => {
    expect(origin(source, piece)).toBe(place);
  });
});

describe("syntax errors", () => {
  test.each([
    ["let a = ;", 1, 9],
    ["const a = 1;\nconst a = 2;", 2, 7],
    ["return 5", 1, 1],
    ["f(\n  ]", 2, 3],
    ["const 합계 = 1;\nlet a = ;", 2, 9],
    ["'🎉'; let a = ; let b", 1, 15],
    ["const 가 = <p>{</p>", 1, 16],
  ])("%j names line and column", (source, line, column) => {
    const error = (() => {
      try {
        return transformCell(source);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(CellSyntaxError);
    expect(error).toMatchObject({ name: "SyntaxError", line, column });
  });
});

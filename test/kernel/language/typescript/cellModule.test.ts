import { describe, expect, it } from "vitest";
import { draftModule, type Owners, ranModule } from "../../../../kernel/language/typescript/cellModule.ts";
import { Cells } from "../../../../kernel/language/typescript/cells.ts";

function scopeOf(...cells: string[]): ReadonlyMap<string, Owners> {
  const session = new Cells();
  for (const cell of cells) session.release(session.add(cell));
  return session.scope;
}

function exported(cell: string): string[] {
  return ranModule(cell, new Map()).declared.map(({ name }) => name);
}

describe("a cell as a module", () => {
  it("keeps the cell's own lines, the first of them as line 1", () => {
    const { text } = ranModule("let a = b;\na", scopeOf("let b = 1"));
    expect(text.split("\n").slice(1, 3)).toEqual(["let a = b;", "a"]);
  });

  it("gives on whatever the cell declares, of values and of types", () => {
    expect(exported("let a = 1, { b, c: [d] } = x; const e = 1; var f; function g() {} class H {}")).toEqual([
      "a",
      "b",
      "d",
      "e",
      "f",
      "g",
      "H",
    ]);
    expect(
      exported("interface I {} type T = 1; enum E {} namespace N {} import J, { k as l } from 'm'"),
    ).toEqual(["I", "T", "E", "N", "J", "l"]);
    expect(exported("for (var i = 0; i < 1; i++) { let inner; var outer } function f() { var own }")).toEqual(
      ["f", "i", "outer"],
    );
    expect(exported("declare global { var x: number } using file = open()")).toEqual([]);
  });

  it("does not give on twice what the cell exports itself", () => {
    const { text } = ranModule("export const a = 1; let b = 2; let c = 3; export { c }", new Map());
    expect(text).toContain(";export { b };");
  });

  it("declares what may be assigned to as a variable, and imports the rest", () => {
    const scope = scopeOf("let a = 1; const b = 2; class C {}");
    const { text } = ranModule("a = b; new C()", scope);
    expect(text.split("\n")[0]).toBe(
      'declare let a: typeof import("./.toile-cell-1").a;import { b } from "./.toile-cell-1";import { C } from "./.toile-cell-1";',
    );
  });

  it("names only what the cell uses once it has run, and everything while it is written", () => {
    const scope = scopeOf("const used = 1; const other = 2; const own = 3");
    expect([...ranModule("const own = used", scope).foreign]).toEqual(["used"]);
    expect([...draftModule("const own = us", 14, scope).foreign]).toEqual(["used", "other"]);
  });

  it("knows what a half-written cell declares", () => {
    const scope = scopeOf("const model = 1, data = 2, other = 3");
    const code = "const model = f(;\nimport { data } from 'x';\nmodel.";
    expect([...draftModule(code, code.length, scope).foreign]).toEqual(["other"]);
  });

  it("joins a value and a type of one name that different cells have declared", () => {
    const scope = scopeOf("interface User { name: string }", "const User = 1");
    expect(ranModule("User", scope).text.split("\n")[0]).toBe(
      'declare const User: typeof import("./.toile-cell-2").User;type User = import("./.toile-cell-1").User;',
    );
  });

  it("reads an object alone as an object", () => {
    expect(ranModule("{ a: 1 }", new Map()).text).toBe("(\n{ a: 1 }\n);export {  };\n");
  });
});

describe("the cells of a session", () => {
  it("go when every name of theirs has been declared anew and nobody imports them", () => {
    const cells = new Cells();
    const names = (code: string) => {
      cells.release(cells.add(code));
      return [...cells.all.keys()];
    };
    expect(names("let a = 1")).toEqual([".toile-cell-1"]);
    expect(names("let b = a")).toEqual([".toile-cell-1", ".toile-cell-2"]);
    expect(names("let a = 2")).toEqual([".toile-cell-1", ".toile-cell-2", ".toile-cell-3"]);
    expect(names("let b = 3")).toEqual([".toile-cell-3", ".toile-cell-4"]);
    expect(names("a + b")).toEqual([".toile-cell-3", ".toile-cell-4"]);
  });

  it("stay until they have been checked", () => {
    const cells = new Cells();
    const first = cells.add("a.b");
    cells.release(cells.add("c.d"));
    expect([...cells.all.keys()]).toEqual([first.name]);
    cells.release(first);
    expect(cells.all.size).toBe(0);
  });
});

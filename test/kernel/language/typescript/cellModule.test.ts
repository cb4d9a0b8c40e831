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
  const cells = () => {
    const session = new Cells();
    return (code: string) => {
      session.release(session.add(code));
      return [...session.modules.keys()].map((name) => name.replace(".toile-cell-", ""));
    };
  };

  it("go when every name of theirs has been declared anew and nobody imports them", () => {
    const add = cells();
    expect(add("let a = 1")).toEqual(["1"]);
    expect(add("let b = a")).toEqual(["1", "2"]);
    expect(add("let a = 2")).toEqual(["1", "2", "3"]);
    expect(add("let b = 3")).toEqual(["3", "4"]);
    expect(add("a + b")).toEqual(["3", "4"]);
  });

  it("stay until they have been checked", () => {
    const session = new Cells();
    const first = session.add("a.b");
    session.release(session.add("c.d"));
    expect([...session.modules.keys()]).toEqual([first.name]);
    session.release(first);
    expect(session.modules.size).toBe(0);
  });

  it("join the one before where both only declare what cannot change", () => {
    const session = new Cells();
    session.add("const a = 1;\nfunction f() {}");
    const second = session.add("const b = a;");
    expect([...session.modules.keys()]).toEqual([second.name]);
    expect(second.offset).toBe(2);
    expect(session.moduleOf(second)?.text.split("\n").slice(1, 4)).toEqual([
      "const a = 1;",
      "function f() {}",
      "const b = a;",
    ]);
    expect([...second.foreign]).toEqual(["a"]);
  });

  it("do not join where a name means something else by now, or may come to mean it", () => {
    const again = cells();
    again("const a = 1; const keep = 1");
    expect(again("const a = 2")).toEqual(["1", "2"]);
    const assigned = cells();
    assigned("let a = 1");
    expect(assigned("const b = a")).toEqual(["1", "2"]);
    const statement = cells();
    statement("const a = 1");
    expect(statement("const b = 2; f(b)")).toEqual(["1", "2"]);
    const moved = cells();
    moved("let x = 1");
    moved("const a = () => x");
    moved("let x = 'other'");
    expect(moved("const b = () => x")).toHaveLength(4);
  });
});

import { describe, expect, it, test } from "vitest";
import { notebookToScript } from "../../../kernel/script/script.ts";
import { Notebook } from "../sessionHarness.ts";
import { printed, scriptOf, typeErrors } from "./runScript.ts";

/** Cells that a file could not hold as they stand; each must type-check and print what the kernel prints. */
const lessons: Record<string, readonly string[]> = {
  "a name declared anew as something else": [
    "const model = { layers: 1 };\nconsole.log(model.layers);",
    'let model = "second"; console.log(model.length)',
    "class model { static size = 3; copy() { return model.size; } }\nconsole.log(model.size, new model().copy())",
    "function model(n: number): number { return n <= 0 ? 0 : 1 + model(n - 1); }\nconsole.log(model(4))",
    "enum model { A = 5, B = A + 1 }\nconsole.log(model.B)",
  ],
  "a pattern and a shorthand declared anew": [
    "const [x, y] = [1, 2];\nconst point = { x, y };\nconsole.log(point)",
    "const { x, z = x, ...rest } = { x: 10, a: 1 };\nconsole.log({ x, z, rest }, y)",
    "const [x] = [y];\nconsole.log({ x })",
  ],
  "functions of an earlier cell see the new value": [
    "let base = 1;\nconst plus = (n: number) => n + base;\nconsole.log(plus(1))",
    "const base = 10;\nconsole.log(plus(1))",
    "let [base, other] = [20, 1];\nconsole.log(plus(other))",
    "base += 1\nconsole.log(plus(0), base)",
  ],
  "a function that others call is replaced": [
    "function score(n: number): number { return n; }\nfunction total() { return score(1) + score(2); }\nconsole.log(total())",
    "function score(n: number): number { return n * 10; }\nconsole.log(total())",
    "score = (n) => n * 100;\nconsole.log(total())",
  ],
  "a function handed to a call does not tie the name down": [
    "const scale = 2;\nconsole.log([1, 2].map((n) => n * scale))",
    'const scale = "big";\nconsole.log(scale.toUpperCase())',
  ],
  "imports of the same and of other things": [
    'import { join } from "node:path";\nimport fs, { type Stats } from "node:fs";\nlet stats: Stats | undefined;\nconsole.log(join("a", "b"), typeof fs.statSync, stats)',
    'import { join, basename as base } from "node:path";\nimport { posix as join2 } from "node:path"\nconsole.log(join("c", base("d/e")), typeof join2.join)',
    "const join = (...words: string[]) => words.length;\nconsole.log(join('a'))",
    'import { isAbsolute as join } from "node:path";\nimport * as path from "node:path";\nconsole.log(join("/a"), path.sep)',
  ],
  "types declared anew": [
    "interface Row { a: number }\nconst row: Row = { a: 1 };\ntype Id = string;",
    "interface Row { b: string }\nconst next: Row = { b: 'x' };\ntype Id = number;\nconst id: Id = 1;\nconsole.log(row.a, next.b, id)",
    "const Row = 5; console.log(Row); function f<Row>(r: Row): Row { return r; } console.log(f<number>(2))",
  ],
  "variables of loops and blocks": [
    "for (var i = 0; i < 2; i++) {} console.log(i)",
    "for (var i = 5; i < 6; i++) { const i = 1; void i }\nconsole.log(i)",
    "{ let i = 'inner'; console.log(i) }\nconst shadow = (i: number) => ({ i });\nconsole.log(shadow(3), i)",
  ],
  "awaits, objects and cells without a semicolon": [
    "const later = await Promise.resolve(3)",
    "[1, 2].forEach((n) => { console.log(n + later) })",
    "(console.log('paren'))",
    "{ a: later }",
    "`tpl`",
  ],
  "cells that are modules": [
    "const red = 1, shade = 'outside';\nconst twice = (n: number) => n * 100;",
    "/** @module colours */\nimport { join } from 'node:path';\nexport interface Colour { name: string; value: number }\nconst shade = 3;\nexport const red: Colour = { name: join('a', 'red'), value: shade }, blue = 2;\nexport function twice(c: Colour) { return c.value * 2 + shade; }\nexport default class Palette { colours = [red]; }\nexport { shade as depth };",
    "/** @module mixing */\nimport { blue } from './colours';\nexport const mixed = blue + 1; export enum Kind { Warm = 5 }",
    "console.log(red, shade, twice(1))",
    "import Palette, { red as r, twice, type Colour, depth, blue } from './colours';\nimport { mixed, Kind } from './mixing.ts';\nconst c: Colour = r;\nconsole.log(c, twice(c), depth, blue, new Palette().colours.length, mixed, Kind.Warm, red, shade)",
    "import * as colours from './colours';\nimport { join } from 'node:path';\nconsole.log(colours.blue, colours.twice(colours.red), join('x', 'y'))",
    "const blue = 'anew'; const twiced = () => blue; console.log(blue, twiced())",
  ],
  "exports and what only the kernel has": [
    "export const shared = 1;\nexport default function main() { return 2; }\nexport { shared as other };",
    "export default main() + shared",
    'const os = require("node:os");\nconsole.log(typeof os.cpus, shared)',
  ],
};

describe("the script of a notebook", () => {
  it.each(Object.entries(lessons))("holds %s", async (_, cells) => {
    const script = scriptOf(...cells);
    expect(typeErrors(script), script).toBe("");
    const notebook = new Notebook();
    try {
      let shown = "";
      for (const cell of cells) {
        const outcome = await notebook.run(cell);
        expect(outcome, cell).toMatchObject({ status: "ok" });
        shown += notebook.printed();
      }
      expect(printed(script), script).toBe(shown);
    } finally {
      await notebook.close();
    }
  });

  it("turns text, magics and what is not TypeScript into comments", () => {
    const cell = (cell_type: string, source: string | string[]) => ({ cell_type, source, metadata: {} });
    const cells = [
      cell("markdown", ["# Title\n", "\n", "한글 text"]),
      cell("code", "%time\nconst a = 1"),
      cell("code", "%%html\n<b>x</b>"),
      cell("code", "const = 3"),
      cell("code", "// only a note"),
      cell("raw", "raw"),
      cell("code", ""),
    ];
    expect(notebookToScript(JSON.stringify({ nbformat: 4, metadata: {}, cells }))).toBe(
      [
        "export {};",
        "// %% [markdown]\n// # Title\n//\n// 한글 text",
        "// %%\n// %time\nconst a = 1;",
        "// %%\n// %%html\n// <b>x</b>",
        "// %%\n// Not TypeScript: Unexpected token\n// const = 3",
        "// %%\n// only a note",
        "// %% [raw]\n// raw\n",
      ].join("\n\n"),
    );
  });

  it("leaves a comment in the place of commands, and the code beside them", () => {
    const script = scriptOf(
      "const a = 7\n%npm install it's\n%time console.log(a\n%b)",
      "%%sh\nls `pwd`\n%cd x",
      "%%time\nconst b = 4;",
    );
    expect(script).toContain("const a = 7;\n// %npm install it's\n/* %time */ console.log(a\n%b);");
    expect(script).toContain("// %%sh\n// ls `pwd`\n// %cd x");
    expect(script).toContain("// %%time\nconst b = 4;");
  });

  it("leaves a real mistake in the types for TypeScript to find", () => {
    expect(typeErrors(scriptOf("const a = 1;", "const a: string = 2; console.log(a)"))).toContain("TS2322");
    expect(typeErrors(scriptOf("const a = 1;", "a = 2;"))).toContain("TS2588");
  });

  it("gives what only the kernel has a stand-in", () => {
    const script = scriptOf(
      "display(typeof require('node:os').cpus)",
      "display(__filename.startsWith(__dirname))",
    );
    expect(typeErrors(script)).toBe("");
    expect(printed(script)).toBe("function\ntrue\n");
    expect(scriptOf("const display = 1; display")).not.toContain("console");
  });

  it("reads a line where the notebook asks for one", () => {
    const script = scriptOf(
      'const name: string = await input("Name? ");\ndisplay(name, { displayId: "name" })',
      'const key: string = prompt("Key? ", { password: true });\nconsole.log(key)',
      "console.log(await input().catch((error: Error) => error.message))",
    );
    expect(typeErrors(script), script).toBe("");
    expect(printed(script, "김\r\nsecret")).toBe(
      "Name? 김\nKey? secret\nThe script asks for input, but there is no more on its standard input.\n",
    );
    expect(scriptOf("const input = [1]; input")).not.toContain("prompt");
  });

  it("runs the commands of `sh`", () => {
    const script = scriptOf(
      `const words = ["it's", 'a  b'];\nconst said = await sh\`printf '%s\\\\n' \${words} \${1}\`;`,
      `console.log(said.lines(), \`\${said}\`.length, said.exitCode)`,
      "const { exitCode, stdout } = await sh({ env: { WHO: 'me' }, reject: false })`echo $WHO; exit 3`;\nconsole.log(exitCode, stdout)",
      "console.log(await sh`exit 1`.then(() => 'ok', (error: Error) => error.message))",
    );
    expect(typeErrors(script), script).toBe("");
    expect(printed(script)).toBe("[ \"it's\", 'a  b', '1' ] 11 0\n3 me\n\nCommand failed: sh -c exit 1\n\n");
  });

  it("leaves everything as it stands where nothing clashes", () => {
    const source = "/** Adds. */\nexport function add(a: number, b: number) {\n  return a + b; // sum\n}";
    expect(scriptOf(source)).toBe(`export {};\n\n${source.replace("export ", "")}\n`);
  });
});

test.each([
  ["no JSON", "Not a notebook"],
  ["[]", "nbformat 4"],
  ['{ "nbformat": 3, "worksheets": [] }', "nbformat: 3"],
  ['{ "nbformat": 4, "cells": [{ "cell_type": "heading", "source": "x" }] }', 'Cell 1 has type "heading"'],
])("%s is refused with the way out", (text, message) => {
  expect(() => notebookToScript(text)).toThrow(message);
});

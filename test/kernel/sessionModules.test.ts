import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook({ nodeplotlib: "./test/fixtures-none.js", "redirected-name": "magic-string" });
});
afterAll(() => notebook.close());

function install(name: string, files: Record<string, string>): void {
  mkdirSync(join(notebook.folder, "node_modules", name), { recursive: true });
  for (const [file, text] of Object.entries(files)) notebook.write(join("node_modules", name, file), text);
}

test("node:, CommonJS and ESM packages come with default, named and namespace imports", async () => {
  install("cjs-one", {
    "package.json": '{"main":"i.js"}',
    "i.js": "const o = {}; o['a' + ''] = 1; module.exports = Object.assign(() => 'called', o);",
  });
  install("esm-one", {
    "package.json": '{"type":"module","exports":"./i.js"}',
    "i.js": "export default 'd'; export const a = 2;",
  });
  expect(await notebook.value("import { sep } from 'node:path'; sep")).toBe("'/'");
  expect(await notebook.value("import one, { a } from 'cjs-one'; [one(), a]")).toBe("[ 'called', 1 ]");
  expect(await notebook.value("import e, * as ns from 'esm-one'; [e, ns.a]")).toBe("[ 'd', 2 ]");
  expect(await notebook.value("[require('cjs-one').a, (await import('esm-one')).default]")).toBe(
    "[ 1, 'd' ]",
  );
});

test("a local TypeScript file loads, and again after an edit anywhere in its closure", async () => {
  notebook.write("deep.ts", "export enum Depth { One = 1 }\nexport const deep: number = Depth.One;");
  notebook.write(
    "helper.ts",
    "import { deep } from './deep';\nexport const sum = (n: number): number => n + deep;\nexport let counter = { n: 0 };",
  );
  expect(await notebook.value("import { sum, counter } from './helper'; counter.n++; sum(1)")).toBe("2");
  expect(await notebook.value("import { counter as same } from './helper.ts'; same.n")).toBe("1");
  notebook.write("deep.ts", "export const deep: number = 100 as number;");
  expect(await notebook.value("import { sum, counter } from './helper.js'; [sum(1), counter.n]")).toBe(
    "[ 101, 0 ]",
  );
});

test("a stack through a local TypeScript file names its own line", async () => {
  notebook.write(
    "thrower.ts",
    "interface A {\n  a: number;\n}\n\nexport function boom(a: A): never {\n  throw new Error('local ' + a.a);\n}\n",
  );
  const { text } = await notebook.error("import { boom } from './thrower.ts';\nboom({ a: 1 });");
  expect(text).toMatch(/thrower\.ts:6:9/);
  expect(text).toMatch(/Cell In \[\d+\], line 2:1/);
});

test("JSON and CommonJS files load, and again after an edit", async () => {
  notebook.write("data.json", '{"v":1}');
  notebook.write("common.cjs", "exports.v = 1;");
  expect(
    await notebook.value(
      "import data from './data.json'; import { v } from './common.cjs'; [data.v, v, require('./common.cjs').v]",
    ),
  ).toBe("[ 1, 1, 1 ]");
  notebook.write("data.json", '{"v":22}');
  notebook.write("common.cjs", "exports.v = 22;");
  expect(
    await notebook.value(
      "import data from './data.json'; import { v } from './common.cjs'; [data.v, v, require('./common.cjs').v]",
    ),
  ).toBe("[ 22, 22, 22 ]");
});

test("packages of Toile resolve from any folder, in import and in require", async () => {
  expect(await notebook.value("import MagicString from 'magic-string'; typeof MagicString")).toBe(
    "'function'",
  );
  expect(await notebook.value("typeof require('esbuild').transform")).toBe("'function'");
});

test("the notebook's own package goes first", async () => {
  install("jsdom", { "package.json": '{"main":"i.js"}', "i.js": "exports.mine = true;" });
  expect(await notebook.value("require('jsdom').mine")).toBe("true");
});

test("a redirected name leads elsewhere in cells, and where that is missing to the name itself", async () => {
  expect(await notebook.value("import Redirected from 'redirected-name'; typeof Redirected")).toBe(
    "'function'",
  );
});

test("a missing package is named in the error", async () => {
  expect((await notebook.error("import 'no-such-package'")).evalue).toContain("no-such-package");
  expect((await notebook.error("import './no-such-file'")).evalue).toContain("no-such-file");
  expect((await notebook.error("require('no-such-package')")).evalue).toContain("no-such-package");
});

test("a syntax error in a local file names the file and the line", async () => {
  notebook.write("broken.ts", "export const a = 1;\nexport const b = ;\n");
  const { ename, text } = await notebook.error("import './broken.ts'");
  expect(ename).toBe("SyntaxError");
  expect(text).toContain("broken.ts:2:18");
});

test("import.meta speaks of the notebook's folder", async () => {
  expect(await notebook.value("import.meta.dirname === process.cwd()")).toBe("true");
  expect(await notebook.value("import.meta.url.startsWith('file:')")).toBe("true");
});

test("a name that a module does not export is a SyntaxError with the way out, and a type is none", async () => {
  notebook.write(
    "typed.ts",
    "export interface Shape { a: number }\nexport type { Deep } from './deep-types';\nexport const v = 1;",
  );
  expect((await notebook.error("import { nope } from 'node:path'")).evalue).toContain(
    "The requested module 'node:path' does not provide an export named 'nope'",
  );
  expect((await notebook.error("import { Join } from 'node:path'")).evalue).toContain("it has 'join'");
  expect((await notebook.error("import fallback from './typed'")).evalue).toContain("named 'default'");
  expect(await notebook.value("import { ParsedPath, join } from 'node:path'; join('a', 'b')")).toBe("'a/b'");
  expect(await notebook.value("import { Shape, Deep, v } from './typed'; v")).toBe("1");
  expect(await notebook.value("import { Plot, plot } from 'nodeplotlib'; typeof plot")).toBe("'function'");
});

test("every kind of local file loads, by import and by require", async () => {
  notebook.write("kinds.cts", "import path = require('node:path');\nexport const c: string = path.sep;");
  notebook.write("kinds.mts", "export const m: number = 7;");
  notebook.write("kinds.tsx", "const h = (t: string) => t;\n/** @jsx h */\nexport const x = <b/>;");
  notebook.write("kinds.ts", "export enum E { A = 3 }\nexport const e: E = E.A;");
  const cell =
    "import { c } from './kinds.cts'; import { m } from './kinds.mts'; import { x } from './kinds.tsx'; [c, m, x]";
  expect(await notebook.value(cell)).toBe("[ '/', 7, 'b' ]");
  expect(await notebook.value("[require('./kinds.ts').e, require('./kinds.cts').c]")).toBe("[ 3, '/' ]");
});

test("a local file may import a type without saying so", async () => {
  notebook.write("area.ts", "export interface Area { a: number }\nexport const area = { a: 6 };");
  notebook.write("usesArea.ts", "import { Area, area } from './area';\nexport const mine: Area = area;");
  expect(await notebook.value("import { mine } from './usesArea'; mine.a")).toBe("6");
});

test("import.meta.resolve gives URLs as in Node, completed as TypeScript completes them", async () => {
  const urls =
    "[import.meta.resolve('fs'), import.meta.resolve('./none.js'), import.meta.resolve('./kinds')]";
  expect(String(await notebook.value(`${urls}.map((u) => u.split('/').at(-1))`))).toBe(
    "[ 'node:fs', 'none.js', 'kinds.ts' ]",
  );
});

test("a CommonJS file that a cell imports requires by the same rules, without any require in a cell", async () => {
  const fresh = new Notebook({ nodeplotlib: "magic-string" });
  try {
    fresh.write("typed.ts", "export const typed: number = 3;");
    fresh.write(
      "old.js",
      "exports.found = typeof require('esbuild').transform; exports.led = typeof require('nodeplotlib').default; exports.typed = require('./typed').typed;",
    );
    const cell = "import { found, led, typed } from './old'; [found, led, typed]";
    expect(await fresh.value(cell)).toBe("[ 'function', 'function', 3 ]");
  } finally {
    await fresh.close();
  }
});

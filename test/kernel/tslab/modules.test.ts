import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook, plain } from "../sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

test("a cell that says @module is imported by later cells, and again after it has run again", async () => {
  expect(await notebook.value("/**\n * @module mylib\n */\nexport const a: string = 'AAA';")).toBeUndefined();
  const cell = 'import * as mylib from "./mylib";\nconst b = mylib.a + "BBB"; b';
  expect(await notebook.value(cell)).toBe("'AAABBB'");
  await notebook.run("/**\n * @module mylib\n */\nexport let a = 'XXX';");
  expect(await notebook.value(cell)).toBe("'XXXBBB'");
  expect(await notebook.value("import { a } from './mylib.ts'; a")).toBe("'XXX'");
  expect(await notebook.value("(await import('./mylib.js')).a")).toBe("'XXX'");
  expect(await notebook.value("require('./mylib').a")).toBe("'XXX'");
});

test("importing a module cell again without a change gives the same module", async () => {
  await notebook.run("/** @module counter */ export const counter = { n: 0 };");
  expect(await notebook.value("import { counter } from './counter'; ++counter.n")).toBe("1");
  expect(await notebook.value("import { counter as same } from './counter'; ++same.n")).toBe("2");
});

test("what it declares stays its own, but for what it exports", async () => {
  await notebook.run("const mine = 2;");
  await notebook.run("/** @module closed */ const mine = 3; const hidden = 4; export const seen = mine;");
  expect(await notebook.value("import { seen } from './closed'; [seen, mine, typeof hidden]")).toBe(
    "[ 3, 2, 'undefined' ]",
  );
});

test("modules import one another, packages and local files; files import modules; all of them load anew", async () => {
  notebook.write("base.ts", "export const base = 1;");
  notebook.write("user.ts", "import { twice } from './doubled';\nexport const used = twice;");
  await notebook.run("/** @module num */ import { base } from './base'; export const num = base + 1;");
  await notebook.run(
    "/** @module doubled */ import { sep } from 'node:path'; import { num } from './num'; export const twice = num * 2 + sep;",
  );
  expect(await notebook.value("import { used } from './user'; used")).toBe("'4/'");
  await notebook.run("/** @module num */ export const num = 10;");
  expect(await notebook.value("import { used } from './user'; used")).toBe("'20/'");
});

test("a type of a module cell is imported without `type`, and so are types that the module imports", async () => {
  notebook.write("shapes.ts", "export interface Shape { a: number }\nexport const shape = { a: 1 };");
  await notebook.run(
    "/** @module typed */ import { Shape, shape } from './shapes'; import Unused from './shapes'; export interface Point { x: number }\nexport type { Shape };\nexport const p: Shape & Point = { ...shape, x: 1 };",
  );
  expect(await notebook.value("import { Point, p } from './typed'; const q: Point = p; q.x")).toBe("1");
});

test("JSX in a module cell, with tslab's bare @jsx or without", async () => {
  const react = "const React = { createElement: (tag: string) => '<' + tag + '>' };";
  await notebook.run(`/** @jsx @module view */ ${react} export let x = <div></div>`);
  expect(await notebook.value("import { x } from './view'; x")).toBe("'<div>'");
  await notebook.run(`/**\n * @module view\n */\n${react}\nexport let x = <p/>;`);
  expect(await notebook.value("import { x } from './view'; x")).toBe("'<p>'");
});

test("an error inside a module cell is shown at its place in that cell", async () => {
  await notebook.run(
    "/** @module thrower */\ninterface A {}\n\nexport function boom(): A {\n  throw new Error('x');\n}",
  );
  const cell = notebook.lastRun;
  const { text } = await notebook.error("import { boom } from './thrower';\nboom();");
  expect(text).toContain(`Cell In [${cell}], line 5:9`);
  expect(text).toContain("throw new Error('x');");
  expect(text).toMatch(/Cell In \[\d+\], line 2:1/);
});

test("an import inside a module cell that finds nothing says so", async () => {
  await notebook.run("/** @module lost */ import { none } from './mylib'; export const v = none;");
  const { evalue } = await notebook.error("import { v } from './lost'");
  expect(evalue).toContain("does not provide an export named 'none'");
  await notebook.run("/** @module lost */ import { none } from './nowhere'; export const v = none;");
  expect((await notebook.error("import { v } from './lost'")).evalue).toContain("nowhere");
});

test("a mistake in a module cell is shown at once, and what the name meant before stays", async () => {
  const { ename, text } = await notebook.error("/** @module mylib */\nexport const = 1;");
  expect(ename).toBe("SyntaxError");
  expect(text).toContain("line 2");
  expect(await notebook.value("import { a } from './mylib'; a")).toBe("'XXX'");
});

test("a name that a module cell does not export is named with what it has", async () => {
  const { evalue } = await notebook.error("import { nope } from './mylib'");
  expect(evalue).toContain("does not provide an export named 'nope'; it has 'a'");
});

test("a cell meant for a browser does not run, and says so", async () => {
  const outcome = await notebook.run("/** @browser */\nthrow new Error('ran');");
  if (outcome.status === "error") throw new Error(plain(outcome.error.traceback));
  expect(notebook.printed("stderr")).toContain("@browser");
});

test("`export` in an ordinary cell declares, as in tslab", async () => {
  expect(
    await notebook.value("export const e = 1; export default class K {} export { e as f };"),
  ).toBeUndefined();
  expect(await notebook.value("[e, new K()]")).toBe("[ 1, K {} ]");
});

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { TypeScriptTypes } from "../../../../kernel/language/typescript/typescriptTypes.ts";
import { packageRoot } from "../../sessionHarness.ts";

const folder = mkdtempSync(join(tmpdir(), "toile-types-"));
const types = new TypeScriptTypes({
  folder,
  packageRoot,
  redirects: { nodeplotlib: "toile/nodeplotlib" },
  tsconfig: () => tsconfig && { path: join(folder, "tsconfig.json"), compilerOptions: tsconfig },
});
let tsconfig: Record<string, unknown> | undefined;
let run = 0;

const askedNpm = join(folder, "asked-npm");
mkdirSync(join(folder, "bin"));
writeFileSync(join(folder, "bin", "npm"), `#!/bin/sh\necho "$@" >> ${askedNpm}\n`, { mode: 0o755 });
process.env.PATH = join(folder, "bin") + delimiter + process.env.PATH;

afterAll(async () => {
  await types.close();
  rmSync(folder, { recursive: true });
});

/** Runs a cell and returns what is told of it: `2:7 TS2322`. */
async function check(code: string): Promise<string[]> {
  types.add(++run, code, true);
  const problems = (await types.check(run)) ?? ["no server"];
  return problems.map((it) => (typeof it === "string" ? it : `${it.line}:${it.column} TS${it.code}`));
}

async function completed(code: string): Promise<string[]> {
  return (await types.complete(code, code.length))?.items.map(({ text }) => text) ?? [];
}

function write(file: string, text: string): void {
  mkdirSync(join(folder, file, ".."), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe("the types of a session's cells", () => {
  it("tell a mistake with its line and column", async () => {
    expect(await check("const a = 1;\nconst b: string = a;")).toEqual(["2:7 TS2322"]);
    expect(await check("a.nope")).toEqual(["1:3 TS2339"]);
  });

  it("offer the import of a name that nothing declares, in front of its statement", async () => {
    const offers = async (code: string, cursor = code.length) => {
      const found = await types.completeImport(code, cursor);
      return found?.items.map(({ text }) => code.slice(0, found.start) + text + code.slice(found.end)) ?? [];
    };
    write("lib/shapes.ts", "export function circumference(r: number) { return 2 * Math.PI * r }");
    await check('import { circumference as used } from "./lib/shapes.ts"; used(1)');
    expect((await offers("readFileSyn"))[0]).toBe('import { readFileSync } from "node:fs";\nreadFileSync');
    expect((await offers("let a = 1;\nconst chart = plotHisto"))[0]).toBe(
      'let a = 1;\nimport { plotHistory } from "toile";\nconst chart = plotHistory',
    );
    expect(await offers("function f() {\n  return circumferenc(2);\n}", 36)).toEqual([
      'import { circumference } from "./lib/shapes";\nfunction f() {\n  return circumference(2);\n}',
    ]);
    expect(await offers("nothingIsCalledThis")).toEqual([]);
    expect(await completed("readFileSyn")).toEqual([]);
  });

  it("complete private names where they stand, and describe no name that they do not know", async () => {
    const code = "class Private { #secret = 1; m() { this.#";
    const { items = [], start = 0 } = (await types.complete(code, code.length)) ?? {};
    expect([items.map(({ text }) => text), start]).toEqual([["#secret"], code.length - 1]);
    expect(await types.describe("let t: Nowher", 13, 0)).toBeUndefined();
  });

  it("know what earlier cells have declared, and only what they declared last", async () => {
    expect(await check("class Box<T> { constructor(readonly value: T) {} }\nlet box = new Box(1);")).toEqual(
      [],
    );
    expect(await check("box = new Box(2); box.value.toFixed(); const typed: Box<number> = box;")).toEqual([]);
    expect(await check("box = new Box('two')")).toEqual(["1:1 TS2322"]);
    expect(await check("const box = 'a box'; function a() {}")).toEqual([]);
    expect(await check("box.length; a()")).toEqual([]);
  });

  it("tell the mistakes of cells that come together, each under its own cell", async () => {
    const codes = ["const one: string = 1;", "\n const two = 2, three: string = two;", "const four = three;"];
    const runs = codes.map((code) => {
      types.add(++run, code, true);
      return run;
    });
    const found = await Promise.all(runs.map((it) => types.check(it)));
    expect(found.map((problems) => problems?.map(({ line, column }) => [line, column]))).toEqual([
      [[1, 7]],
      [[2, 17]],
      [],
    ]);
  });

  it("check a cell that comes at the very moment when the one before it is done", async () => {
    types.add(++run, "const before = 1;", true);
    types.add(++run, "const after: string = 1;", true);
    const [second, first] = [run, run - 1];
    const turns = await types.check(first).then(() => Promise.resolve().then(() => types.check(second)));
    expect(turns).toHaveLength(1);
  });

  it("leave alone what is no mistake in a notebook", async () => {
    expect(await check("let later: string | undefined; const list = []; const f = (x) => x;")).toEqual([]);
    expect(
      await check("await Promise.resolve(); list.push(1); later.length; f(1); this; require('node:fs')"),
    ).toEqual([]);
    expect(
      await check(
        "import untyped from 'untyped-package'; untyped.anything; display(1); await input('?'); (await sh`ls`).lines().length;",
      ),
    ).toEqual([]);
    expect(await check("for (var i = 0; i < 2; i++) {}\nfunction g() { return 1 }\ng = () => 2;")).toEqual(
      [],
    );
    expect(
      await check("try { g() } catch (error) { error.message }\nclass Late { field: number }\n{ i }"),
    ).toEqual([]);
    expect(await check("export const unused = 1; export default 2; { let unused2 = 3 }")).toEqual([]);
    expect(await check("const element = <div>{unused}</div>;")).toEqual([]);
  });

  it("know that Node has modules of which its types do not tell", async () => {
    const told = isBuiltin("node:sqlite") ? [] : ["1:14 TS2591"];
    expect(await check("await import('node:sqlite')")).toEqual(told);
  });

  it("find modules as the session does: in the folder, else in Toile's installation", async () => {
    write("helper.ts", "export const help = (x: number): string => String(x);\n");
    write("node_modules/tiny/package.json", '{ "name": "tiny", "types": "index.d.ts" }');
    write("node_modules/tiny/index.d.ts", "export declare const four: 4;\n");
    expect(await check("import { help } from './helper';\nhelp('x')")).toEqual(["2:6 TS2345"]);
    expect(await check("import { four } from 'tiny'; four.nope")).toEqual(["1:35 TS2339"]);
    expect(await check("import { readFileSync } from 'node:fs'; readFileSync(true)")).toEqual([
      "1:54 TS2769",
    ]);
    expect(await check("import { Resvg } from '@resvg/resvg-js'; new Resvg(1)")).toEqual(["1:52 TS2345"]);
  });

  it("know a cell that is a module of its own", async () => {
    types.addModule("colours", "/** @module colours */\nexport const red: 'red' = 'red';");
    expect(await check("import { red } from './colours'; red.nope")).toEqual(["1:38 TS2339"]);
    types.addModule("colours", "export const red = { nope: 1 };");
    expect(await check("red.nope.toFixed()")).toEqual([]);
  });

  it("see an edited file", async () => {
    write("helper.ts", "export const help = (x: string): string => x;\n");
    expect(await check("help('x')")).toEqual([]);
    expect(await check("help(1)")).toEqual(["1:6 TS2345"]);
  });

  it("complete members, names, literals and paths, and say what each is", async () => {
    await check(
      "type Color = 'red' | 'rose' | 'blue'; const paint = (color: Color) => color; let seen = [1];",
    );
    expect(await completed("paint('r")).toEqual(["red", "rose"]);
    expect(await completed("seen.map(x => x.toFi")).toEqual(["toFixed"]);
    expect(await completed("const local = { inner: 1 };\nlocal.")).toEqual(["inner"]);
    expect(await completed("import x from './hel")).toEqual(["helper"]);
    expect(await completed("import x from 'node:f")).toEqual(["node:fs", "node:fs/promises"]);
    expect(await completed("let c: Col")).toContain("Color");
    expect(await types.complete("  pai", 5)).toEqual({
      items: [{ text: "paint", type: "function", signature: "const paint: (color: Color) => Color" }],
      start: 2,
      end: 5,
    });
  });

  it("describe a name with its documentation, and the function whose arguments are being written", async () => {
    await check(
      "/**\n * Adds one.\n * @param x what to add it to\n */\nfunction increment(x: number) { return x + 1 }",
    );
    expect(await types.describe("increment", 4, 0)).toEqual({
      name: "increment",
      signature: "function increment(x: number): number",
      documentation: "Adds one.\n\n*@param* `x` — what to add it to",
    });
    expect(await types.describe("increment(", 10, 0)).toEqual({
      name: "increment",
      signature: "increment(x: number): number",
      documentation: "Adds one.\n\n- `x`: what to add it to",
    });
    expect(await types.describe("nowhere", 3, 0)).toBeUndefined();
  });

  it("describe a function in a variable by the documentation of what it is", async () => {
    await check("const also = increment; const wrapped: typeof increment = (x) => x;");
    expect((await types.describe("also", 2, 0))?.documentation).toContain("Adds one.");
  });

  it("show the source of what a file declares", async () => {
    expect((await types.describe("help", 2, 1))?.source).toBe(
      "export const help = (x: string): string => x;",
    );
  });

  it("know a package that was installed meanwhile", async () => {
    write("node_modules/fresh/package.json", '{ "name": "fresh", "types": "index.d.ts" }');
    write("node_modules/fresh/index.d.ts", "export declare const fresh: 'fresh';\n");
    expect(await check("import { fresh } from 'fresh'; fresh.nope")).toEqual(["1:38 TS2339"]);
    write("late.ts", "export const late: 'late' = 'late';\n");
    expect(await check("import { late } from './late'; late.nope")).toEqual(["1:37 TS2339"]);
  });

  it("are as strict as the folder's tsconfig.json, whatever it says of files to compile", async () => {
    expect(await check("const nothing: string = null")).toEqual(["1:7 TS2322"]);
    tsconfig = {
      strict: false,
      noUnusedLocals: true,
      isolatedDeclarations: true,
      outDir: "dist",
      rootDir: "src",
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions: tsconfig, include: ["src"] }));
    expect(await check("const nothing: string = null; const other = nothing.trim();")).toEqual([]);
    expect(await check("const nothing: string = 1")).toEqual(["1:7 TS2322"]);
    rmSync(join(folder, "tsconfig.json"));
    tsconfig = undefined;
  });

  it("find every mistake where they are to be strict", async () => {
    const strictly = async (code: string) => (await types.checkStrictly(code))?.map((it) => it.code);
    expect(await check("let maybe: string | undefined")).toEqual([]);
    expect(await check("maybe.length; const f = (x) => x;")).toEqual([]);
    expect(await strictly("maybe.length; const f = (x) => x;")).toEqual([18048, 7006]);
    expect(await strictly("import common from 'node:_http_common'; common.methods")).toEqual([]);
    expect(await strictly("import anything from 'untyped'; const list = []; list.push(1); await 1")).toEqual([
      2307,
    ]);
  });

  it("are there again after the server was killed", async () => {
    const servers = execFileSync("pgrep", ["-P", String(process.pid), "-f", "tsc --lsp"], {
      encoding: "utf8",
    });
    for (const pid of servers.trim().split("\n")) process.kill(Number(pid), "SIGKILL");
    while (types.isWarm) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await check("increment('1')")).toEqual(["1:11 TS2345"]);
  });

  it("come from what is installed: npm is not asked for more", () => {
    expect(existsSync(askedNpm)).toBe(false);
  });

  it("forget a session that has ended", async () => {
    types.clear();
    expect(await completed("incre")).toEqual([]);
  });
});

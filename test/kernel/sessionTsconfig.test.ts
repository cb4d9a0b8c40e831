import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
  mkdirSync(join(notebook.folder, "lib"));
});
afterAll(() => notebook.close());

function configure(compilerOptions: object): void {
  notebook.write("tsconfig.json", JSON.stringify({ compilerOptions }));
}

test("jsx, jsxFactory and jsxFragmentFactory say what JSX becomes, and are read again after an edit", async () => {
  await notebook.value(
    "const h = (...a: unknown[]) => ['h', ...a]; const Frag = 'Frag'; const el = (...a: unknown[]) => a.length;",
  );
  configure({ jsx: "react", jsxFactory: "h", jsxFragmentFactory: "Frag" });
  expect(await notebook.value("<><i/></>")).toBe("[ 'h', 'Frag', null, [ 'h', 'i', null ] ]");
  configure({ jsx: "react", jsxFactory: "el", comment: "longer now" });
  expect(await notebook.value("<i>a</i>")).toBe("3");
});

test("the automatic runtime comes from the package that is installed", async () => {
  const folder = join(notebook.folder, "node_modules", "preact");
  mkdirSync(folder, { recursive: true });
  notebook.write("node_modules/preact/package.json", '{"exports":{"./jsx-runtime":"./jsx-runtime.js"}}');
  notebook.write("node_modules/preact/jsx-runtime.js", "exports.jsx = (t, p) => ['auto', t, p];");
  configure({ target: "esnext", strict: true });
  expect(await notebook.value("<b id='x'/>")).toBe("[ 'auto', 'b', { id: 'x' } ]");
});

test("experimentalDecorators gives decorators their older meaning", async () => {
  configure({ experimentalDecorators: true, target: "es2022", strict: true });
  await notebook.value(
    "function seen(target: object, key: string) { console.log(typeof target, key); }\nclass Old { @seen a = 1; @seen m() {} }",
  );
  expect(notebook.printed()).toBe("object a\nobject m\n");
});

test("paths lead to local files, from cells and from files, and an edit there counts", async () => {
  configure({ baseUrl: ".", paths: { "@lib/*": ["lib/*"] } });
  notebook.write("lib/one.ts", "export const one: number = 1;");
  notebook.write("uses.ts", "import { one } from '@lib/one';\nexport const two = one + 1;");
  const cell = "import { one } from '@lib/one'; import { two } from './uses'; [one, two]";
  expect(await notebook.value(cell)).toBe("[ 1, 2 ]");
  notebook.write("lib/one.ts", "export const one: number = 100;");
  expect(await notebook.value(cell)).toBe("[ 100, 101 ]");
});

test("a tsconfig.json that cannot be read is told once and stops nothing", async () => {
  notebook.write("tsconfig.json", '{ "extends": "./no-such-file.json" }');
  expect(await notebook.value("1")).toBe("1");
  expect(notebook.printed("stderr")).toContain("no-such-file.json");
  expect(await notebook.value("2")).toBe("2");
  expect(notebook.printed("stderr")).toBe("");
});

test("emitDecoratorMetadata tells decorators the types of what they stand at, in cells and in files", async () => {
  configure({ experimentalDecorators: true, emitDecoratorMetadata: true, target: "es2022", strict: true });
  const seen = `(Reflect as any).metadata = (k: string, v: any) => (_: object, key?: string) => {
      console.log(k, key, Array.isArray(v) ? v.map((t) => t.name) : v.name);
    };
    function seen(...at: unknown[]) { console.log("at", at[1], typeof at[2]); }`;
  await notebook.value(seen);
  await notebook.value("@seen class Told { constructor(@seen a: string) {} @seen b?: Date; }");
  for (const line of [
    "design:type b Date",
    "at b undefined",
    "design:paramtypes undefined [ 'String' ]",
    "at undefined number",
  ])
    expect(notebook.printed().split("\n")).toContain(line);
  notebook.write(
    "told.ts",
    `${seen}\nexport class Told { @seen m(a: number): Map<string, number> { return new Map(); } }`,
  );
  await notebook.value(
    "import { Told } from './told'; using r = null; @seen class K {}; [Told.name, K.name]",
  );
  expect(notebook.printed()).toContain("design:paramtypes m [ 'Number' ]\n");
  expect(notebook.printed()).toContain("design:returntype m Map\n");
  expect(
    (await notebook.error("\n@seen class Bad { constructor(a: string) { nope(); } }\n\nnew Bad('')")).text,
  ).toMatch(/at new Bad \(Cell In \[\d+\], line 2:/);
});

test("an edit of a file that tsconfig.json extends counts", async () => {
  notebook.write("base.json", JSON.stringify({ compilerOptions: { jsx: "react", jsxFactory: "one" } }));
  notebook.write("tsconfig.json", JSON.stringify({ extends: "./base.json" }));
  const cell = "const one = () => 1, two = () => 2; <b/>";
  expect(await notebook.value(cell)).toBe("1");
  notebook.write("base.json", JSON.stringify({ compilerOptions: { jsx: "react", jsxFactory: "two" } }));
  expect(await notebook.value(cell)).toBe("2");
});

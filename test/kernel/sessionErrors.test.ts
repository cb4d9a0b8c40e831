import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Notebook, plain } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

describe("stacks", () => {
  test("name the cell's own line and column, with a caret", async () => {
    const { ename, evalue, text } = await notebook.error("type A = number;\n\nconst a: A = 1;\nnull!.foo;");
    expect([ename, evalue]).toEqual(["TypeError", "Cannot read properties of null (reading 'foo')"]);
    expect(text).toContain("Cell In [1], line 4:");
    expect(text).toContain("  4 | null!.foo;");
  });

  test("name functions of other cells, and callers across an await", async () => {
    await notebook.value("function boom(): never {\n  throw new RangeError('boom');\n}");
    await notebook.value(
      "async function later() {\n  await new Promise((r) => setTimeout(r, 1));\n  boom();\n}",
    );
    const { text } = await notebook.error("\nawait later();");
    const stack = text.split("\n").filter((line) => line.startsWith("    at "));
    expect(stack).toEqual([
      "    at boom (Cell In [2], line 2:9)",
      "    at later (Cell In [3], line 3:3)",
      "    at async Cell In [4], line 2:1",
    ]);
  });

  test("are right in error.stack as well", async () => {
    expect(await notebook.value("\n new Error('x').stack!.split('\\n')[1]")).toBe(
      "'    at Cell In [5], line 2:2'",
    );
  });

  test("fold the frames of Node", async () => {
    const { text } = await notebook.error("require('node:fs').readFileSync('/no/such/file')");
    expect(text).toMatch(/\.\.\. \d frames? in Node/);
    expect(text).not.toContain("node:fs:");
  });

  test("show causes and the errors of an AggregateError", async () => {
    const { text } = await notebook.error(
      "throw new AggregateError([new Error('one')], 'all', { cause: new TypeError('why') })",
    );
    expect(text).toContain("Error: one");
    expect(text).toContain("Caused by:\nTypeError: why");
  });
});

test("a thrown value that is no error is shown as it is", async () => {
  expect(await notebook.error("throw { code: 5 }")).toMatchObject({
    ename: "Uncaught",
    evalue: "{ code: 5 }",
  });
  expect(await notebook.error("throw NaN")).toMatchObject({ ename: "Uncaught", evalue: "NaN" });
  expect(await notebook.error("throw undefined")).toMatchObject({ ename: "Uncaught", evalue: "undefined" });
  expect(await notebook.error("throw 5n")).toMatchObject({ ename: "Uncaught", evalue: "5n" });
});

test("a thrown value that is no error is shown with the place of its throw", async () => {
  await notebook.value("function throwing() {\n  throw { code: 3 };\n}");
  const { text } = await notebook.error("\nthrowing()");
  expect(text).toMatch(/Cell In \[\d+\], line 2:3\n/);
  expect(text).toMatch(/at throwing .*\n {4}at Cell In \[\d+\], line 2:1/);
});

test.each([
  ["await Promise.reject(7)", "Uncaught", "7"],
  ["await new Promise((_, no) => setTimeout(no, 5, 'late'))", "Uncaught", "late"],
  ["await Promise.any([Promise.reject(1)])", "AggregateError", "All promises were rejected"],
  [
    "await new Promise((_, no) => AbortSignal.timeout(1).addEventListener('abort', (e: any) => no(e.target.reason)))",
    "TimeoutError",
    "",
  ],
])("a rejection that tells no place is placed where it is awaited: %s", async (code, ename, evalue) => {
  const error = await notebook.error(`async function waits() {\n  ${code};\n}\nawait waits();`);
  expect(error).toMatchObject({ ename, evalue: expect.stringContaining(evalue) });
  expect(error.text).toContain(">  2 |   await");
  expect(error.text).toMatch(/at async Cell In \[\d+\], line 4:1/);
});

test("a place is not that of the same value in an earlier cell", async () => {
  await notebook.value("\n\ntry { throw 'same'; } catch {}");
  expect((await notebook.error("await Promise.reject('same')")).text).toContain("line 1:1");
});

test("a rejection that nobody handles shows its reason, whatever it is", async () => {
  await notebook.value("Promise.reject({ code: 8 }); await new Promise((r) => setTimeout(r, 20)); 1");
  expect(notebook.shown("error")[0]!.error).toMatchObject({ ename: "Uncaught", evalue: "{ code: 8 }" });
});

test("an error in a local file shows that file's line and then the cell's", async () => {
  notebook.write(
    "local.ts",
    "interface A {\n  a: number;\n}\nexport function fails(a: A): never {\n  throw new Error('local' + a.a);\n}\n",
  );
  const { text } = await notebook.error("import { fails } from './local';\nfails({ a: 1 });");
  expect(text).toMatch(/^\/.*local\.ts:5:9$/m);
  expect(text).toContain(">  5 |   throw new Error('local' + a.a);");
  expect(text).toContain(">  2 | fails({ a: 1 });");
  expect(text).not.toContain("file://");
});

test("a class of errors has its own name, and an error's further properties are shown", async () => {
  expect(await notebook.error("class Missing extends Error {}\nthrow new Missing('gone')")).toMatchObject({
    ename: "Missing",
    evalue: "gone",
  });
  const { text } = await notebook.error("require('node:fs').readFileSync('/no/such/file')");
  expect(text).toContain("code: 'ENOENT'");
});

test("a cause that leads back to its error is shown once", async () => {
  const { text } = await notebook.error(
    "const round: any = new Error('round'); round.cause = round; throw round",
  );
  expect(text.match(/Error: round/g)).toHaveLength(1);
  expect(text).toContain("[Circular]");
});

test("getters of an error that throw hide only what they hide", async () => {
  const stackless = "throw Object.defineProperty(new Error('told'), 'stack', { get() { throw 1; } })";
  expect((await notebook.error(stackless)).evalue).toBe("told");
  const mute = "throw new (class Mute extends Error { get message(): string { throw 1; } })()";
  expect(await notebook.error(mute)).toMatchObject({ ename: "Mute", evalue: "(its message cannot be read)" });
});

test("a very long message is cut with a count, and lines in it that look like frames are none", async () => {
  expect((await notebook.error("throw new Error('x'.repeat(1e6))")).evalue).toMatch(
    /x\.\.\. 990,000 more characters$/,
  );
  const { text } = await notebook.error("throw new Error('a\\n    at fake (file.ts:1:2)\\nb')");
  expect(text.match(/^ {4}at fake/gm)).toHaveLength(1);
});

test("an endless recursion shows its frames once", async () => {
  const { ename, text } = await notebook.error("function rec(): number { return rec() + 1; }\nrec()");
  expect(ename).toBe("RangeError");
  expect(text).toMatch(/\.\.\. the line above \d+ times more/);
});

test("a package that is not there is told with the import's line and the way out", async () => {
  const { evalue, text } = await notebook.error("1;\nimport x from 'no-such-package';");
  expect(evalue).toBe(
    `Cannot find package 'no-such-package' from ${notebook.folder}; "npm install no-such-package" there adds it`,
  );
  expect(text).toContain(">  2 | import x from 'no-such-package';");
});

test("a syntax error names line and column and shows the code", async () => {
  const { ename, evalue, text } = await notebook.error("const ok = 1;\nlet a = ;");
  expect(ename).toBe("SyntaxError");
  expect(evalue).toMatch(/line 2:9\)$/);
  expect(text).toContain("  2 | let a = ;");
});

test("an error that cannot be described does not hang the cell", async () => {
  const { ename } = await notebook.error(
    "throw Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('trap'); } })",
  );
  expect(ename).toBe("Error");
});

test("an unhandled rejection and a throwing timer are shown under the cell that started them", async () => {
  await notebook.value(
    "let alive = 'yes'; setTimeout(() => { throw new Error('from timer'); }, 30); void Promise.reject(new Error('rejected'));",
  );
  const run = notebook.lastRun;
  await notebook.value("1");
  await notebook.until(() => notebook.shown("error", run).length === 2);
  const errors = notebook.shown("error", run).map(({ error }) => plain(error.traceback));
  expect(errors[0]).toContain("Error: rejected");
  expect(errors[1]).toContain("Error: from timer");
  expect(errors[1]).toMatch(/Cell In \[\d+\], line 1:\d+/);
  expect(await notebook.value("alive")).toBe("'yes'");
});

test("user code that breaks console, JSON and promises harms only itself", async () => {
  const other = new Notebook();
  await other.value(
    "console.log = () => {}; JSON.stringify = () => 'broken'; (Promise.prototype as any).then = null; globalThis.setImmediate = (() => {}) as any;",
  );
  expect(await other.value("await null; 6")).toBe("6");
  expect(await other.error("throw new Error('still told')")).toMatchObject({ evalue: "still told" });
  await other.close();
});

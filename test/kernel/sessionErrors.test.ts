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

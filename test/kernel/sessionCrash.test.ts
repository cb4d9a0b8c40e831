import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

test.each([
  ["process.exit(3)", "exit code 3"],
  ["process.exit()", "exit code 0"],
  ["process.abort()", "SIGABRT"],
  ["process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {})", "SIGSEGV"],
  ["process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})", "SIGKILL"],
])("%s ends the cell with what happened, and the next cell has a new session", async (code, what) => {
  await notebook.value("let before = 1;");
  const { ename, evalue } = await notebook.error(`console.log('last line'); ${code}`);
  expect(ename).toBe("SessionExited");
  expect(evalue).toContain(what);
  expect(notebook.printed()).toContain("last line");
  expect(await notebook.value("typeof before")).toBe("'undefined'");
  expect(notebook.printed("stderr")).toContain("Variables are gone");
});

test("running out of memory is said to be that", async () => {
  await notebook.value("require('node:v8').setFlagsFromString('--max-old-space-size=60')");
  const { evalue } = await notebook.error(
    "const all: number[][] = []; for (;;) all.push(new Array(1_000_000).fill(1.5));",
  );
  expect(evalue).toContain("out of memory");
  expect(await notebook.value("1 + 1")).toBe("2");
});

test("shutdown ends the session and what it started", async () => {
  const other = new Notebook();
  const pids = await other.value(
    "const { spawn } = require('node:child_process'); const c = spawn('sleep', ['1000']); [process.pid, c.pid].join(' ')",
  );
  const [session = 0, child = 0] = String(pids).replaceAll("'", "").split(" ").map(Number);
  await other.close();
  await notebook.until(() => !isAlive(session) && !isAlive(child));
  expect([isAlive(session), isAlive(child)]).toEqual([false, false]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

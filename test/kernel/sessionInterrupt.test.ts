import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(async () => {
  notebook = new Notebook();
  await notebook.value("let state = 'kept';");
});
afterAll(() => notebook.close());

test.each([
  ["an endless loop", "console.log('running'); while (true) {}"],
  ["an endless loop after an await", "await null; console.log('running'); while (true) {}"],
  ["an endless loop in a function of another cell", "console.log('running'); (() => { for (;;); })()"],
  ["a promise that never settles", "console.log('running'); await new Promise(() => {})"],
  ["an async loop", "console.log('running'); for (;;) await new Promise((r) => setTimeout(r, 1))"],
  ["a microtask loop", "console.log('running'); for (;;) await Promise.resolve()"],
  [
    "for await over a source that gives nothing",
    "console.log('running'); for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<number>>(() => {}) }) }) x;",
  ],
  ["Atomics.wait", "console.log('running'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ["regex backtracking", "console.log('running'); /^(a+)+$/.test('a'.repeat(40) + 'b')"],
  [
    "a child process that is waited for",
    "console.log('running'); require('node:child_process').execSync('sleep 1000')",
  ],
  [
    "a loop of child processes that are waited for",
    "console.log('running'); for (;;) require('node:child_process').spawnSync('sleep', ['1000'])",
  ],
  [
    "a finally block that loops, too",
    "console.log('running'); try { while (true) {} } finally { while (true) {} }",
  ],
  [
    "a finally block that loops after a rejected await",
    "console.log('running'); try { await new Promise(() => {}) } finally { while (true) {} }",
  ],
  ["a loop that catches everything", "console.log('running'); for (;;) { try { while (true) {} } catch {} }"],
  [
    "a timer that loops",
    "console.log('running'); setTimeout(() => { while (true) {} }, 1); await new Promise(() => {})",
  ],
  [
    "an immediate that loops, among others",
    "setImmediate(() => {}); setImmediate(() => { console.log('running'); while (true) {} }); setImmediate(() => {}); await new Promise(() => {})",
  ],
  [
    "an interval that loops",
    "setInterval(() => { console.log('running'); while (true) {} }, 1); await new Promise(() => {})",
  ],
  ["timers left behind", "console.log('running'); setInterval(() => {}, 5); await new Promise(() => {})"],
  [
    "a ticking storm",
    "console.log('running'); process.nextTick(function f() { process.nextTick(f); }); await new Promise(() => {})",
  ],
  [
    "a class whose static block loops",
    "console.log('running'); class Looping { static { while (true) {} } }",
  ],
  ["a generator that loops", "console.log('running'); [...(function* () { while (true) {} })()]"],
])("%s ends with a KeyboardInterrupt, and variables survive", async (_, code) => {
  expect(await notebook.interrupted(code)).toMatchObject({ ename: "KeyboardInterrupt" });
  expect(await notebook.value("state")).toBe("'kept'");
});

test("a child process that is waited for on a busy machine ends with a KeyboardInterrupt, not with its own failure", async () => {
  const busy = Array.from({ length: 3 * availableParallelism() }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
  try {
    for (let i = 0; i < 5; i++) {
      const code = "console.log('running'); require('node:child_process').execSync('sleep 1000')";
      expect(await notebook.interrupted(code)).toMatchObject({ ename: "KeyboardInterrupt" });
    }
  } finally {
    for (const child of busy) child.kill("SIGKILL");
  }
});

test("a loop that was stopped by force shows its line", async () => {
  const { text } = await notebook.interrupted(
    "console.log('running');\nlet n = 0;\nwhile (true) {\n  n++;\n}",
  );
  expect(text).toMatch(/Cell In \[\d+\], line [34]:/);
});

test("finally blocks run in nested functions, and timers still work afterwards", async () => {
  const code = `async function inner() { try { await new Promise(() => {}); } finally { console.log("inner finally"); } }
    console.log("running");
    try { await inner(); } finally { console.log("outer finally"); }`;
  await notebook.interrupted(code);
  expect(notebook.printed()).toBe("running\ninner finally\nouter finally\n");
  expect(await notebook.value("await new Promise((r) => setTimeout(() => r('tick'), 5))")).toBe("'tick'");
});

test("the abort signal of the run fires with the interrupt", async () => {
  const code = `const { signal } = (globalThis as any)[Symbol.for("toile.kernel")];
    signal.addEventListener("abort", () => console.log(signal.reason.name));
    console.log("running"); await new Promise(() => {});`;
  await notebook.interrupted(code);
  expect(notebook.printed()).toBe("running\nKeyboardInterrupt\n");
});

test("a second interrupt ends code that catches the first", async () => {
  const running = notebook.error(
    "console.log('running'); for (;;) { try { await new Promise((r) => setTimeout(r, 5)); } catch {} if (state === 'over') break; }",
  );
  await notebook.until(() => notebook.printed().includes("running"));
  await notebook.session.interrupt();
  await notebook.session.interrupt();
  expect((await running).ename).toBe("KeyboardInterrupt");
  expect(await notebook.value("state = 'over'; 1")).toBe("1");
});

test("many interrupts of loops in a row leave a healthy session", async () => {
  for (let i = 0; i < 5; i++) {
    await notebook.interrupted(
      "await new Promise((r) => setTimeout(r, 1)); console.log('running'); while (true) {}",
    );
  }
  expect(await notebook.value("await Promise.all([1, 2].map(async (n) => { await null; return n; }))")).toBe(
    "[ 1, 2 ]",
  );
});

test("an interrupt when nothing runs does nothing", async () => {
  await notebook.session.interrupt();
  expect(await notebook.value("1")).toBe("1");
});

test("a process of an earlier cell lives on when a later one is interrupted", async () => {
  await notebook.value(
    "const server = require('node:child_process').spawn('sleep', ['1000']); let ended = false; server.on('exit', () => { ended = true; });",
  );
  await notebook.value("await new Promise((r) => setTimeout(r, 1500))");
  await notebook.interrupted("console.log('running'); require('node:child_process').execSync('sleep 1000')");
  expect(await notebook.value("await new Promise((r) => setTimeout(r, 20)); [ended, server.kill()]")).toBe(
    "[ false, true ]",
  );
});

test("a native call that cannot be stopped is said to be one, and the cell ends behind it", async () => {
  const { ename } = await notebook.interrupted(
    "console.log('running'); require('node:crypto').pbkdf2Sync('a', 'b', 8e6, 64, 'sha512'); while (true) {}",
  );
  expect(ename).toBe("KeyboardInterrupt");
  expect(notebook.printed("stderr")).toContain("inside a native call");
  expect(await notebook.value("state")).toBe("'over'");
});

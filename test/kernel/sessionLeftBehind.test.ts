import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { CommMessage } from "../../kernel/interpreter.ts";
import { Notebook, plain } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(async () => {
  notebook = new Notebook();
  await notebook.value("let state = 'kept';");
});
afterAll(() => notebook.close());
afterEach(async () => {
  expect(await notebook.value("await new Promise((r) => setTimeout(r, 5)); state")).toBe("'kept'");
});

const kernel = `(globalThis as any)[Symbol.for("toile.kernel")]`;
const message = (kind: CommMessage["kind"], data = {}): CommMessage => ({
  kind,
  commId: "c",
  target: "loop",
  data,
  metadata: {},
  buffers: [],
});

test("a timer that loops when its cell has ended can be interrupted, and is shown under its cell", async () => {
  await notebook.value("setTimeout(() => { console.log('looping'); for (;;) {} }, 1);\nvoid 0");
  const run = notebook.lastRun;
  await notebook.until(() => notebook.printed("stdout", run).includes("looping"));
  await notebook.session.interrupt();
  await notebook.until(() => notebook.shown("error", run).length > 0);
  const { ename, traceback } = notebook.shown("error", run)[0]!.error;
  expect([ename, plain(traceback).includes("for (;;) {}")]).toEqual(["KeyboardInterrupt", true]);
});

test("the abort signal of a cell that has ended fires when a timer of it is stopped", async () => {
  await notebook.value(
    `setTimeout(() => { ${kernel}.signal.addEventListener("abort", () => console.log("tidied")); console.log("looping"); for (;;) {} }, 1); void 0`,
  );
  const run = notebook.lastRun;
  await notebook.until(() => notebook.printed("stdout", run).includes("looping"));
  await notebook.session.interrupt();
  await notebook.until(() => notebook.printed("stdout", run) === "looping\ntidied\n");
});

test("a cell that waits behind such a timer runs once that is interrupted", async () => {
  await notebook.value("setTimeout(() => { console.log('looping'); for (;;) {} }, 1); void 0");
  const run = notebook.lastRun;
  await notebook.until(() => notebook.printed("stdout", run).includes("looping"));
  const next = notebook.run("6 * 7");
  await notebook.session.interrupt();
  expect(await next).toMatchObject({ status: "error", error: { ename: "KeyboardInterrupt" } });
});

test.each(["no cell runs", "a cell awaits"])(
  "a comm's handler that loops while %s can be interrupted",
  async (when) => {
    await notebook.value(
      `${kernel}.comm.registerTarget("loop", (c: any) => c.onMsg(({ data }: any) => { console.log("handling"); while (data.loops) {} })); void 0`,
    );
    await notebook.session.comm("open", message("open"));
    const cell =
      when === "a cell awaits"
        ? notebook.run("console.log('running'); await new Promise(() => {})")
        : undefined;
    if (cell) await notebook.until(() => notebook.printed().includes("running"));
    const printed = () => notebook.printed("stdout", when);
    const handled = notebook.session.comm(when, message("msg", { loops: true }));
    await notebook.until(() => printed().includes("handling"));
    await notebook.session.interrupt();
    await handled;
    expect(notebook.shown("error", when)[0]!.error.ename).toBe("KeyboardInterrupt");
    if (cell) expect(await cell).toMatchObject({ status: "error", error: { ename: "KeyboardInterrupt" } });
    await notebook.session.comm(`${when} again`, message("msg", { loops: false }));
    expect(notebook.printed("stdout", `${when} again`)).toBe("handling\n");
    await notebook.session.comm("close", message("close"));
  },
);

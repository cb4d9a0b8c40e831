import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SessionProcess } from "../../../kernel/execute/sessionProcess.ts";

let session: SessionProcess;
beforeAll(async () => {
  session = await SessionProcess.spawn(
    { cwd: tmpdir(), env: process.env, redirects: {} },
    { output: () => {}, event: () => {}, comm: () => {} },
  );
});
afterAll(() => session.kill());

/** Starts a cell without waiting for its end. */
async function start(run: number, code: string): Promise<void> {
  const names = { constants: [], variables: [] };
  const begin = JSON.stringify({ run, name: `Cell In [${run}]`, maps: [], names });
  session.inspector.evaluate(`await __toile.begin(${begin}); ${code}`).catch(() => {});
  await setTimeout(50);
}

test("a thread at rest is not stopped: that would hit whatever comes next", async () => {
  await start(1, "await new Promise(() => {})");
  expect(await session.inspector.stop({ run: 1, signals: [] })).toBe(false);
});

test("a question right behind the stop waits until the code is stopped, and does not get the stop itself", async () => {
  const interrupt = "function (run) { return this.interrupt(run) }";
  const runtime = await session.runtimeId;
  for (let run = 2; run < 22; run++) {
    await start(run, "const go = () => Promise.resolve().then(go); await go()");
    for (let isStopped = false; !isStopped; ) {
      const stopping = session.inspector.stop({ run, signals: [] });
      session.inspector.call(runtime, interrupt, [{ value: run }]).catch(() => {});
      isStopped = await stopping;
    }
    expect((await session.inspector.evaluate("1 + 1")).result.value).toBe(2);
    await session.inspector.call(runtime, "function (run) { this.stopped(run) }", [{ value: run }]);
  }
});

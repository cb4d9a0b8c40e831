import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { SessionProcess } from "../../../kernel/execute/sessionProcess.ts";

test("a thread at rest is not stopped: that would hit whatever comes next", async () => {
  const session = await SessionProcess.spawn(
    { cwd: tmpdir(), env: process.env, redirects: {} },
    { output: () => {}, event: () => {}, comm: () => {} },
  );
  const begin = JSON.stringify({
    run: 1,
    name: "Cell In [1]",
    maps: [],
    names: { constants: [], variables: [] },
  });
  session.inspector.evaluate(`await __toile.begin(${begin}); await new Promise(() => {})`).catch(() => {});
  await setTimeout(200);
  expect(await session.inspector.stop({ run: 1, signals: [] })).toBe(false);
  await session.kill();
});

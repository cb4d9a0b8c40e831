import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SessionProcess } from "../../../kernel/execute/sessionProcess.ts";
import { collectGarbage } from "../../garbage.ts";

describe("a session process", () => {
  let session: SessionProcess;
  beforeAll(async () => {
    const nobody = { output: () => {}, event: () => {}, comm: () => {} };
    session = await SessionProcess.spawn({ cwd: tmpdir(), env: process.env, redirects: {} }, nobody);
  });
  afterAll(() => session.kill());

  it("does not keep what was waited for beside its end", async () => {
    const given = await (async () => {
      const value = { of: "a run" };
      await session.orExit(Promise.resolve(value));
      return new WeakRef(value);
    })();
    await expect
      .poll(() => {
        collectGarbage();
        return given.deref() === undefined;
      })
      .toBe(true);
  });

  it("answers with its end whoever waits then, or asks later", async () => {
    const waiting = session.orExit(new Promise<never>(() => {}));
    await session.kill();
    expect(await waiting).toMatchObject({ signal: "SIGKILL" });
    expect(await session.orExit(new Promise<never>(() => {}))).toMatchObject({ signal: "SIGKILL" });
  });
});

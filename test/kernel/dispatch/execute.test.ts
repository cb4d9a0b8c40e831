import { describe, expect, it } from "vitest";
import type { CellOutcome, Display } from "../../../kernel/interpreter.ts";
import { type Run, testKernel } from "./kernel.ts";

const plain = (text: string): Display => ({ data: { "text/plain": text }, metadata: {} });
const failure: CellOutcome = {
  status: "error",
  error: { ename: "TypeError", evalue: "bad", traceback: ["TypeError: bad"] },
};

/** Runs that end when the test says so. */
function pausable(): { run: Run; finish: (outcome: CellOutcome) => void; started: () => number } {
  const waiting: ((outcome: CellOutcome) => void)[] = [];
  let started = 0;
  return {
    run: () => {
      started++;
      return new Promise((resolve) => waiting.push(resolve));
    },
    finish: (outcome) => waiting.shift()?.(outcome),
    started: () => started,
  };
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("execute_request", () => {
  it("sends busy, input, output in the order it was written, result, reply and idle", async () => {
    const kernel = testKernel(({ id }, sink) => {
      sink(id, { type: "stream", name: "stdout", text: "a" });
      sink(id, { type: "stream", name: "stdout", text: "b" });
      sink(id, { type: "stream", name: "stderr", text: "c" });
      sink(id, { type: "display", display: plain("d"), displayId: "x" });
      sink(id, { type: "stream", name: "stdout", text: "e" });
      sink(id, { type: "update", display: plain("f"), displayId: "x" });
      sink(id, { type: "clear", wait: true });
      sink(id, { type: "stream", name: "stdout", text: "g" });
      return { status: "ok", result: plain("h") };
    });
    const id = kernel.ask("execute_request", { code: "cell" });
    expect(await kernel.reply(id)).toMatchObject({ status: "ok", execution_count: 1, user_expressions: {} });
    expect(kernel.flow()).toEqual([
      "status:busy",
      "execute_input",
      "stream",
      "stream",
      "display_data",
      "stream",
      "update_display_data",
      "clear_output",
      "stream",
      "execute_result",
      "execute_reply",
      "status:idle",
    ]);
    expect(kernel.flow(id)).toEqual(kernel.flow());
    expect(kernel.contents("stream").map(({ text }) => text)).toEqual(["ab", "c", "e", "g"]);
    expect(kernel.contents("display_data")[0]).toMatchObject({ transient: { display_id: "x" } });
    expect(kernel.contents("execute_result")[0]).toMatchObject({
      execution_count: 1,
      data: { "text/plain": "h" },
    });
  });

  it("publishes an error and repeats it in the reply", async () => {
    const kernel = testKernel(() => failure);
    const id = kernel.ask("execute_request", { code: "x" });
    const error = { ename: "TypeError", evalue: "bad", traceback: ["TypeError: bad"] };
    expect(await kernel.reply(id)).toMatchObject({ status: "error", execution_count: 1, ...error });
    expect(kernel.contents("error")).toEqual([error]);
  });

  it("counts stored cells only", async () => {
    const kernel = testKernel();
    const count = async (content: object) =>
      (await kernel.reply(kernel.ask("execute_request", { code: "1", ...content }))).execution_count;
    expect(await count({})).toBe(1);
    expect(await count({ store_history: false })).toBe(2);
    expect(await count({ silent: true })).toBe(1);
    expect(await count({})).toBe(2);
    const history = await kernel.reply(kernel.ask("history_request", { hist_access_type: "tail", n: 9 }));
    expect(history.history).toEqual([
      [1, 1, "1"],
      [1, 2, "1"],
    ]);
  });

  it("broadcasts nothing but its state for a silent cell", async () => {
    const kernel = testKernel(({ id }, sink) => {
      sink(id, { type: "stream", name: "stdout", text: "quiet" });
      return { status: "ok", result: plain("1") };
    });
    const id = kernel.ask("execute_request", { code: "1", silent: true });
    await kernel.reply(id);
    expect(kernel.flow(id)).toEqual(["status:busy", "execute_reply", "status:idle"]);
  });

  it("evaluates user_expressions after the cell, each for itself", async () => {
    const kernel = testKernel(({ code }) =>
      code === "bad" ? failure : { status: "ok", result: plain(`value of ${code}`) },
    );
    const content = { code: "cell", user_expressions: { a: "good", b: "bad" } };
    const reply = await kernel.reply(kernel.ask("execute_request", content));
    expect(reply).toMatchObject({
      status: "ok",
      user_expressions: {
        a: { status: "ok", data: { "text/plain": "value of good" }, metadata: {} },
        b: { status: "error", ename: "TypeError" },
      },
    });
  });

  it("runs one cell at a time, in the order asked", async () => {
    const { run, finish, started } = pausable();
    const kernel = testKernel(run);
    const ids = ["1", "2"].map((code) => kernel.ask("execute_request", { code }));
    await tick();
    expect(started()).toBe(1);
    expect(kernel.flow(ids[1])).toEqual([]);
    finish({ status: "ok" });
    await kernel.reply(ids[0] ?? "");
    await tick();
    expect(started()).toBe(2);
    finish({ status: "ok" });
    expect(await kernel.reply(ids[1] ?? "")).toMatchObject({ execution_count: 2 });
  });

  it("aborts the cells that wait when one fails", async () => {
    const { run, finish, started } = pausable();
    const kernel = testKernel(run);
    const ids = ["1", "2", "3"].map((code) => kernel.ask("execute_request", { code }));
    await tick();
    finish(failure);
    const replies = await Promise.all(ids.map((id) => kernel.reply(id)));
    expect(replies.map(({ status }) => status)).toEqual(["error", "aborted", "aborted"]);
    expect(kernel.flow(ids[2])).toEqual(["status:busy", "execute_reply", "status:idle"]);
    expect(started()).toBe(1);
    const after = kernel.ask("execute_request", { code: "4" });
    await tick();
    finish({ status: "ok" });
    expect(await kernel.reply(after)).toMatchObject({ status: "ok", execution_count: 2 });
  });

  it("aborts a cell that comes after the failure and before the word of it", async () => {
    const kernel = testKernel(({ code }) => (code === "1" ? failure : { status: "ok" }));
    const first = kernel.ask("execute_request", { code: "1" });
    while (kernel.contents("error").length === 0) await new Promise(setImmediate);
    expect(kernel.flow(first)).not.toContain("execute_reply");
    const second = kernel.ask("execute_request", { code: "2" });
    expect(await kernel.reply(second)).toMatchObject({ status: "aborted" });
    expect(await kernel.reply(first)).toMatchObject({ status: "error" });
  });

  it("goes on after a failure where stop_on_error is false", async () => {
    const { run, finish } = pausable();
    const kernel = testKernel(run);
    const ids = ["1", "2"].map((code) => kernel.ask("execute_request", { code, stop_on_error: false }));
    await tick();
    finish(failure);
    await kernel.reply(ids[0] ?? "");
    await tick();
    finish({ status: "ok" });
    expect(await kernel.reply(ids[1] ?? "")).toMatchObject({ status: "ok" });
  });

  it("answers other requests while a cell runs, and leaves clients with the busy state of the cell", async () => {
    const { run, finish } = pausable();
    const kernel = testKernel(run);
    const cell = kernel.ask("execute_request", { code: "1" });
    await tick();
    const info = kernel.ask("kernel_info_request");
    await kernel.reply(info);
    expect(kernel.flow(info)).toEqual(["status:busy", "kernel_info_reply", "status:idle"]);
    expect(kernel.flow(cell).at(-1)).toBe("status:busy");
    expect(kernel.flow().at(-1)).toBe("status:busy");
    finish({ status: "ok" });
    await kernel.reply(cell);
    expect(kernel.flow().at(-1)).toBe("status:idle");
  });

  it("puts late output under the cell that started it", async () => {
    const runs: string[] = [];
    const kernel = testKernel(({ id }) => {
      runs.push(id);
      return { status: "ok" };
    });
    const first = kernel.ask("execute_request", { code: "1" });
    await kernel.reply(first);
    await kernel.reply(kernel.ask("execute_request", { code: "2" }));
    kernel.sink(runs[0] ?? "", { type: "display", display: plain("late") });
    expect(kernel.flow(first).at(-1)).toBe("display_data");
  });

  it.each([
    ["model.fit?", "model.fit in detail 0"],
    [" ??model ;", "model in detail 1"],
  ])("opens the pager for %s", async (code, text) => {
    const kernel = testKernel(() => failure);
    const reply = await kernel.reply(kernel.ask("execute_request", { code }));
    expect(reply).toMatchObject({
      status: "ok",
      execution_count: 1,
      payload: [{ source: "page", data: { "text/plain": text }, start: 0 }],
    });
  });

  it.each(["a ? b : c", "a?.b", "?", "f()?", "1?"])("takes %s for code", async (code) => {
    const ran: string[] = [];
    const kernel = testKernel((cell) => {
      ran.push(cell.code);
      return { status: "ok" };
    });
    expect(await kernel.reply(kernel.ask("execute_request", { code }))).toMatchObject({ payload: [] });
    expect(ran).toEqual([code]);
  });

  it("answers with an error when the interpreter itself fails", async () => {
    const kernel = testKernel(() => {
      throw new RangeError("session lost");
    });
    const reply = await kernel.reply(kernel.ask("execute_request", { code: "1" }));
    expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "session lost" });
  });
});

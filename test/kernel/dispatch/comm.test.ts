import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { CommMessage } from "../../../kernel/interpreter.ts";
import { testKernel } from "./kernel.ts";

const message = (part: Partial<CommMessage> = {}): CommMessage => ({
  kind: "open",
  commId: "k1",
  target: "slider",
  data: { value: 1 },
  metadata: { version: "2" },
  buffers: [Buffer.from([1, 2])],
  ...part,
});

const open = { comm_id: "c1", target_name: "slider", data: { a: 1 } };

describe("comms", () => {
  it("hand a client's message on, with its buffers, between busy and idle", async () => {
    const kernel = testKernel();
    const seen: CommMessage[] = [];
    kernel.onComm((run, got, sink) => {
      seen.push(got);
      sink(run, { type: "stream", name: "stdout", text: "moved" });
      sink(run, { type: "comm", message: message({ kind: "msg", commId: "c1", target: "" }) });
    });
    const extras = { metadata: { m: 1 }, buffers: [Buffer.from("bytes")] };
    const id = kernel.ask("comm_open", open, "shell", extras);
    while (kernel.flow(id).at(-1) !== "status:idle") await setImmediate();
    expect(kernel.flow(id)).toEqual(["status:busy", "stream", "comm_msg", "status:idle"]);
    expect(seen).toMatchObject([
      { kind: "open", commId: "c1", target: "slider", data: { a: 1 }, metadata: { m: 1 } },
    ]);
    expect(seen[0]?.buffers.map(String)).toEqual(["bytes"]);
  });

  it("carry user code's messages with metadata and buffers, from silent cells too", async () => {
    const kernel = testKernel(({ id }, sink) => {
      sink(id, { type: "comm", message: message() });
      return { status: "ok" };
    });
    const id = kernel.ask("execute_request", { code: "x", silent: true });
    await kernel.reply(id);
    const sent = kernel.sent.find(({ message: { header } }) => header.msg_type === "comm_open")?.message;
    expect(sent).toMatchObject({
      parent_header: { msg_id: id },
      content: { comm_id: "k1", target_name: "slider", data: { value: 1 } },
      metadata: { version: "2" },
    });
    expect(sent?.buffers).toHaveLength(1);
  });

  it("are listed while they are open, whoever opened them", async () => {
    const kernel = testKernel(({ id }, sink) => {
      sink(id, { type: "comm", message: message() });
      return { status: "ok" };
    });
    const comms = async (content = {}) =>
      (await kernel.reply(kernel.ask("comm_info_request", content))).comms;
    await kernel.reply(kernel.ask("execute_request", { code: "x" }));
    kernel.ask("comm_open", { comm_id: "c1", target_name: "other" });
    expect(await comms()).toEqual({ k1: { target_name: "slider" }, c1: { target_name: "other" } });
    expect(await comms({ target_name: "other" })).toEqual({ c1: { target_name: "other" } });
    kernel.ask("comm_close", { comm_id: "k1" });
    expect(await comms()).toEqual({ c1: { target_name: "other" } });
    kernel.sink("run-1", { type: "lost" });
    expect(await comms()).toEqual({});
    expect(kernel.contents("comm_close")).toEqual([{ comm_id: "c1", data: {} }]);
  });

  it.each([
    {},
    { comm_id: 3, target_name: "x" },
    { comm_id: "c" },
    { comm_id: "c", target_name: "t", data: [] },
  ])("are logged where %o is wrong", (content) => {
    const kernel = testKernel();
    kernel.ask("comm_open", content);
    expect(kernel.sent).toEqual([]);
    expect(kernel.logged[0]).toContain("comm_open");
  });

  it("become idle even where the session fails", async () => {
    const kernel = testKernel();
    kernel.onComm(() => {
      throw new Error("gone");
    });
    const id = kernel.ask("comm_open", open);
    while (kernel.flow(id).at(-1) !== "status:idle") await setImmediate();
    expect(kernel.logged[0]).toContain("gone");
  });
});

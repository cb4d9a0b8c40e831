import { describe, expect, it, vi } from "vitest";
import { testKernel } from "./kernel.ts";

describe("dispatcher", () => {
  it("describes the kernel so that clients highlight and export TypeScript", async () => {
    const kernel = testKernel();
    const reply = await kernel.reply(kernel.ask("kernel_info_request"));
    expect(reply).toMatchObject({
      status: "ok",
      protocol_version: "5.5",
      implementation: "toile",
      implementation_version: "1.2.3",
      language_info: {
        name: "typescript",
        version: "7.0.0",
        file_extension: ".ts",
        codemirror_mode: "typescript",
      },
    });
  });

  it("answers on the channel that asked", async () => {
    const kernel = testKernel();
    await kernel.reply(kernel.ask("kernel_info_request", {}, "control"));
    expect(kernel.sent.map(({ channel }) => channel)).toEqual(["iopub", "control", "iopub"]);
  });

  it("passes is_complete_request to the language", async () => {
    const kernel = testKernel();
    expect(await kernel.reply(kernel.ask("is_complete_request", { code: "1" }))).toEqual({
      status: "complete",
    });
    expect(await kernel.reply(kernel.ask("is_complete_request", { code: "{" }))).toEqual({
      status: "invalid",
    });
  });

  it.each([
    [
      "complete_request",
      { code: "😀b", cursor_pos: 1 },
      { matches: ["😀!"], cursor_start: 0, cursor_end: 1 },
    ],
    [
      "inspect_request",
      { code: "😀b", cursor_pos: 1, detail_level: 1 },
      { found: true, data: { "text/plain": "😀 in detail 1" } },
    ],
    ["inspect_request", { code: "ab", cursor_pos: 0 }, { found: false, data: {} }],
    ["comm_info_request", {}, { comms: {} }],
    ["history_request", { hist_access_type: "tail", n: 3 }, { history: [] }],
  ])("gives a valid reply to %s", async (type, content, expected) => {
    const kernel = testKernel();
    expect(await kernel.reply(kernel.ask(type, content))).toMatchObject({ status: "ok", ...expected });
  });

  it("interrupts on control, and does not wait for native code to notice", async () => {
    const kernel = testKernel();
    kernel.interruptWith(new Promise(() => {}));
    expect(await kernel.reply(kernel.ask("interrupt_request", {}, "control"))).toEqual({ status: "ok" });
    expect(kernel.interrupts()).toBe(1);
  });

  it("logs an interrupt that failed", async () => {
    const kernel = testKernel();
    kernel.interruptWith(Promise.reject(new Error("the session is gone")));
    await kernel.reply(kernel.ask("interrupt_request", {}, "control"));
    await vi.waitFor(() => expect(kernel.logged[0]).toContain("the session is gone"));
  });

  it.each([true, false])(
    "echoes restart %s of a shutdown_request, tells iopub, and stops",
    async (restart) => {
      const kernel = testKernel();
      const id = kernel.ask("shutdown_request", { restart }, "control");
      expect(await kernel.reply(id)).toEqual({ status: "ok", restart });
      expect(kernel.contents("shutdown_reply")).toHaveLength(2);
      expect(kernel.stopped()).toBe(true);
    },
  );

  it("answers a request with a missing field by an error that names it", async () => {
    const kernel = testKernel();
    const reply = await kernel.reply(kernel.ask("execute_request", {}));
    expect(reply).toMatchObject({ status: "error", ename: "ProtocolError" });
    expect(reply.evalue).toContain('"code" must be a string');
    expect(kernel.logged).toHaveLength(1);
  });

  it("answers an unknown request by an error and logs it", async () => {
    const kernel = testKernel();
    const id = kernel.ask("teleport_request");
    expect(await kernel.reply(id)).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("teleport"),
    });
    expect(kernel.flow(id)).toContain("teleport_reply");
    expect(kernel.logged[0]).toContain("teleport_request");
  });

  it("logs a message that expects no answer and is unknown", () => {
    const kernel = testKernel();
    kernel.ask("gossip");
    expect(kernel.sent).toEqual([]);
    expect(kernel.logged[0]).toContain('"gossip"');
  });

  it("logs frames that are no message, and lives on", async () => {
    const kernel = testKernel();
    kernel.receive([Buffer.from("nonsense")]);
    expect(kernel.logged[0]).toContain("No <IDS|MSG>");
    expect(await kernel.reply(kernel.ask("kernel_info_request"))).toMatchObject({ status: "ok" });
  });

  it("welcomes a subscriber under its own topic", () => {
    const kernel = testKernel();
    kernel.subscribe("kernel.status");
    expect(kernel.contents("iopub_welcome")).toEqual([{ subscription: "kernel.status" }]);
  });
});

import { afterEach, expect, it, vi } from "vitest";
import { display } from "../../../src/notebook/display.ts";
import { kernelHandle } from "../../../src/notebook/handle.ts";

const symbol = Symbol.for("toile.kernel");
const globals = globalThis as { [symbol]?: unknown };
afterEach(() => {
  delete globals[symbol];
  vi.restoreAllMocks();
});

it("shows through the kernel and updates the same output", async () => {
  const calls: unknown[] = [];
  globals[symbol] = {
    version: 1,
    display: (value: unknown, options: unknown) => calls.push([value, options]),
    update: (id: string, value: unknown) => calls.push([id, value]),
  };
  const first = await display("training");
  await display("another");
  await first.update("done");
  const ids = calls.slice(0, 2).map((call) => (call as [string, { displayId: string }])[1].displayId);
  expect(ids[0]).not.toBe(ids[1]);
  expect(calls[2]).toEqual([ids[0], "done"]);
});

it("prints where there is no kernel", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await (await display("training")).update("done");
  expect(log.mock.calls).toEqual([["training"], ["done"]]);
});

it("ignores a handle of a version it does not know", () => {
  globals[symbol] = { version: 2 };
  expect(kernelHandle()).toBeUndefined();
});

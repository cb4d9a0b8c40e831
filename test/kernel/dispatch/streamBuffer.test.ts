import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createStreamBuffer } from "../../../kernel/dispatch/streamBuffer.ts";

function recorded() {
  const sent: string[] = [];
  const buffer = createStreamBuffer((runId, name, text) => sent.push(`${runId} ${name} ${text}`));
  return { sent, buffer };
}

describe("stream buffer", () => {
  it("sends by itself soon after", async () => {
    const { sent, buffer } = recorded();
    buffer.add("r", "stdout", "a");
    buffer.add("r", "stdout", "b");
    expect(sent).toEqual([]);
    while (sent.length === 0) await setTimeout(1);
    expect(sent).toEqual(["r stdout ab"]);
  });

  it("keeps runs and streams apart, in order", () => {
    const { sent, buffer } = recorded();
    buffer.add("r", "stdout", "a");
    buffer.add("s", "stdout", "b");
    buffer.add("s", "stderr", "c");
    buffer.flush();
    expect(sent).toEqual(["r stdout a", "s stdout b", "s stderr c"]);
  });

  it("does not let a message grow without end", () => {
    const { sent, buffer } = recorded();
    buffer.add("r", "stdout", "x".repeat(70_000));
    expect(sent).toHaveLength(1);
  });
});

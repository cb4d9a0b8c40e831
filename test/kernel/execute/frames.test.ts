import { expect, test } from "vitest";
import { FrameKind, FrameReader, headerBytes, writeHeader } from "../../../kernel/execute/frames.ts";

function frame(kind: number, run: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(headerBytes);
  writeHeader(header, payload.length, kind, run);
  return Buffer.concat([header, payload]);
}

test("frames come out whole however the bytes are cut", () => {
  const bytes = Buffer.concat([
    frame(FrameKind.stdout, 1, "가나다"),
    frame(FrameKind.end, 70000, ""),
    frame(FrameKind.stderr, 2, "x"),
  ]);
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new FrameReader();
    const frames = [];
    for (let at = 0; at < bytes.length; at += size)
      frames.push(...reader.push(bytes.subarray(at, at + size)));
    expect(frames.map(({ kind, run, payload }) => [kind, run, payload.toString()])).toEqual([
      [FrameKind.stdout, 1, "가나다"],
      [FrameKind.end, 70000, ""],
      [FrameKind.stderr, 2, "x"],
    ]);
  }
});

test("bytes that are no frame are refused", () => {
  const reader = new FrameReader();
  reader.push(frame(FrameKind.stdout, 1, "x"));
  expect(() => reader.push(Buffer.from("user code wrote here"))).toThrow("no kind");
});

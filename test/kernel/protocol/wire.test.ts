import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message, Routed } from "../../../kernel/protocol/message.ts";
import { createWire } from "../../../kernel/protocol/wire.ts";

const header = {
  msg_id: "id-1",
  msg_type: "kernel_info_request",
  session: "s",
  username: "u",
  date: "2026-01-01T00:00:00Z",
  version: "5.4",
};

function routed(parts: Partial<Message> = {}): Routed {
  const message = { header, parent_header: {}, metadata: {}, content: {}, buffers: [], ...parts };
  return { identities: [Buffer.from([0, 1, 2])], message };
}

describe("wire", () => {
  it("decodes what another wire with the same key encoded, identities, text and buffers included", () => {
    const original = routed({
      content: { code: "const 손 = '🧵'" },
      parent_header: header,
      buffers: [Buffer.from([9, 8, 7])],
    });
    expect(createWire("key").decode(createWire("key").encode(original))).toEqual(original);
  });

  it("refuses a message that another key signed", () => {
    const frames = createWire("other").encode(routed());
    expect(() => createWire("key").decode(frames)).toThrow("Wrong signature");
  });

  it("checks the signature before it parses any JSON", () => {
    const frames = createWire("other").encode(routed());
    frames[3] = Buffer.from("{ no JSON");
    expect(() => createWire("key").decode(frames)).toThrow("Wrong signature");
  });

  it.each([3, 4, 5, 6])("notices a change in frame %i", (index) => {
    const frames = createWire("key").encode(routed());
    frames[index] = Buffer.from('{"changed":true}');
    expect(() => createWire("key").decode(frames)).toThrow("Wrong signature");
  });

  it("refuses the same message a second time", () => {
    const wire = createWire("key");
    const frames = createWire("key").encode(routed());
    wire.decode(frames);
    expect(() => wire.decode(frames)).toThrow("seen before");
  });

  it("signs nothing and accepts everything where the key is empty", () => {
    const wire = createWire("");
    const frames = wire.encode(routed());
    expect(Buffer.from(frames[2] ?? []).toString()).toBe("");
    expect(wire.decode(frames)).toEqual(routed());
    expect(wire.decode(frames)).toEqual(routed());
  });

  it.each([
    ["no delimiter", [Buffer.from("x")], "No <IDS|MSG>"],
    ["too few frames", [Buffer.from("<IDS|MSG>"), Buffer.from("")], "at least 5"],
  ])("names what is wrong with frames that have %s", (_, frames, text) => {
    expect(() => createWire("").decode(frames)).toThrow(text);
  });

  it.each([
    [3, "[]", '"header" must be a JSON object'],
    [3, "{}", 'header: "msg_id" must be a string; it is missing'],
    [4, "7", '"parent_header" must be a JSON object'],
    [6, "null", '"content" must be a JSON object'],
    [6, "{", '"content" is no JSON'],
  ])("names the part when frame %i is %s", (index, text, message) => {
    const wire = createWire("");
    const frames = wire.encode(routed());
    frames[index] = Buffer.from(text);
    expect(() => wire.decode(frames)).toThrow(message);
  });

  it("throws nothing but protocol errors at random frames", () => {
    const wire = createWire("");
    const frame = fc.oneof(
      fc.uint8Array(),
      fc
        .constantFrom("<IDS|MSG>", "{}", "[]", '{"msg_id":1}')
        .map((text) => new Uint8Array(Buffer.from(text))),
    );
    fc.assert(
      fc.property(fc.array(frame), (frames) => {
        try {
          wire.decode(frames);
        } catch (error) {
          expect(error).toMatchObject({ name: "ProtocolError" });
        }
      }),
    );
  });
});

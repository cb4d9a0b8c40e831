import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { commTypeOf, validateComm } from "../../../kernel/protocol/comms.ts";
import { parseConnection } from "../../../kernel/protocol/connection.ts";
import { ProtocolError } from "../../../kernel/protocol/errors.ts";
import type { JsonObject, Message } from "../../../kernel/protocol/message.ts";
import { createSigner } from "../../../kernel/protocol/signature.ts";
import { validate } from "../../../kernel/protocol/validate.ts";
import { createWire } from "../../../kernel/protocol/wire.ts";

const key = "key";
const runs = { numRuns: process.env.TOILE_TEST_LONG === "1" ? 200_000 : 2000 };
vi.setConfig({ testTimeout: 900_000 });
const types = [
  "kernel_info_request",
  "execute_request",
  "is_complete_request",
  "complete_request",
  "inspect_request",
  "history_request",
  "comm_info_request",
  "interrupt_request",
  "shutdown_request",
  "teleport_request",
  "__proto__",
  "toString",
];
const members = [
  "code",
  "silent",
  "store_history",
  "user_expressions",
  "allow_stdin",
  "stop_on_error",
  "cursor_pos",
  "detail_level",
  "hist_access_type",
  "n",
  "session",
  "start",
  "stop",
  "pattern",
  "unique",
  "output",
  "raw",
  "target_name",
  "comm_id",
  "data",
  "restart",
  "__proto__",
];

/** Half the members right, half anything at all. */
const content = fc.dictionary(
  fc.constantFrom(...members),
  fc.oneof(fc.jsonValue(), fc.constantFrom("tail", "range", "search", -1, 0, 1e300, true, "", "😀")),
);
const frame = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  fc.constantFrom("<IDS|MSG>", "{}", "[]", "null", "{", '{"msg_id":1}', "").map((text) => Buffer.from(text)),
);

function message(type: string, body: JsonObject): Message {
  const header = { msg_id: "m", msg_type: type, session: "s", username: "u", date: "", version: "5.4" };
  return { header, parent_header: {}, metadata: {}, content: body, buffers: [] };
}

/** What the work gives; only the protocol's own error may be thrown. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return undefined;
  }
}

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("wire", () => {
  it("throws nothing but its own error for any frames", () => {
    const property = fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
      tried(() => createWire(key).decode(frames));
      tried(() => createWire("").decode(frames));
    });
    fc.assert(property, runs);
  });

  it("throws nothing but its own error for signed frames of any content, and can echo what it accepts", () => {
    const signer = createSigner(key);
    const property = fc.property(fc.array(frame, { minLength: 4, maxLength: 4 }), (parts) => {
      const signed = [Buffer.from("<IDS|MSG>"), Buffer.from(signer.sign(parts)), ...parts];
      const routed = tried(() => createWire(key).decode(signed));
      if (routed) createWire(key).encode(routed);
    });
    fc.assert(property, runs);
  });

  it("refuses every message that lacks a frame or has a byte changed", () => {
    const frames = createWire(key).encode({
      identities: [],
      message: message("execute_request", { code: "1" }),
    });
    for (let count = 0; count < frames.length; count++)
      expect(() => createWire(key).decode(frames.slice(0, count))).toThrow(ProtocolError);
    const property = fc.property(
      fc.nat(5),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (part, at, change) => {
        const changed = frames.map((bytes) => Buffer.from(bytes));
        const target = changed[part] ?? Buffer.alloc(0);
        target[at % target.length] = (target[at % target.length] ?? 0) ^ change;
        expect(() => createWire(key).decode(changed)).toThrow(ProtocolError);
      },
    );
    fc.assert(property, runs);
  });

  it("gives back what it was given", () => {
    const property = fc.property(
      fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 3 }),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 3 }),
      (identities, body, buffers) => {
        const sent = { ...message("x", JSON.parse(JSON.stringify(body)) as JsonObject), buffers };
        const { message: got } = createWire(key).decode(
          createWire(key).encode({ identities, message: sent }),
        );
        expect(got.content).toEqual(sent.content);
        expect(got.buffers.map((it) => [...it])).toEqual(buffers.map((it) => [...it]));
      },
    );
    fc.assert(property, runs);
  });

  it.each(["header", "parent", "content"])("survives a %s nested without end", (where) => {
    const deep = nested(200_000);
    const header = (extra: string) =>
      Buffer.from(`{"msg_id":"m","msg_type":"execute_request"${extra && `,"extra":${extra}`}}`);
    const parts = [
      header(where === "header" ? deep : ""),
      where === "parent" ? header(deep) : Buffer.from("{}"),
      Buffer.from("{}"),
      Buffer.from(where === "content" ? `{"code":${deep}}` : "{}"),
    ];
    const signed = [Buffer.from("<IDS|MSG>"), Buffer.from(createSigner(key).sign(parts)), ...parts];
    const routed = tried(() => createWire(key).decode(signed));
    if (routed) {
      tried(() => validate(routed.message));
      const reply = { ...message("execute_reply", {}), parent_header: routed.message.header };
      createWire(key).encode({ identities: [], message: reply });
    }
  });
});

describe("validate", () => {
  it("gives a checked request or its own error for any content", () => {
    const property = fc.property(fc.constantFrom(...types), content, (type, body) => {
      const content: JsonObject = { ...tried(() => validate(message(type, body)))?.content };
      if (content.code !== undefined) expect(typeof content.code).toBe("string");
    });
    fc.assert(property, runs);
  });

  it("gives a checked comm message or its own error for any content", () => {
    const kinds = fc.constantFrom("comm_open", "comm_msg", "comm_close", "comm_info");
    const property = fc.property(kinds, content, (type, body) => {
      const kind = commTypeOf(message(type, body));
      if (kind) expect(typeof (tried(() => validateComm(kind, body))?.comm_id ?? "")).toBe("string");
    });
    fc.assert(property, runs);
  });
});

describe("parseConnection", () => {
  const whole = JSON.stringify({
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: 1,
    control_port: 2,
    iopub_port: 3,
    stdin_port: 4,
    hb_port: 5,
    key: "secret",
    signature_scheme: "hmac-sha256",
  });

  it("refuses a file that is cut anywhere", () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => parseConnection(whole.slice(0, length))).toThrow(ProtocolError);
  });

  it("throws nothing but its own error for any members", () => {
    const names = Object.keys(JSON.parse(whole) as object).concat("curve_publickey", "curve_secretkey");
    const property = fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (change) => {
      tried(() => parseConnection(JSON.stringify({ ...(JSON.parse(whole) as object), ...change })));
    });
    fc.assert(property, runs);
  });
});

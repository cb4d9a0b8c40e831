import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, Message } from "../../../kernel/protocol/message.ts";
import { validate } from "../../../kernel/protocol/validate.ts";

function message(type: string, content: JsonObject): Message {
  const header = { msg_id: "1", msg_type: type, session: "", username: "", date: "", version: "5.4" };
  return { header, parent_header: {}, metadata: {}, content, buffers: [] };
}

const content = (type: string, given: JsonObject) => validate(message(type, given)).content;

describe("validate", () => {
  it("fills an execute_request with the protocol's defaults", () => {
    expect(content("execute_request", { code: "1" })).toEqual({
      code: "1",
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: true,
      stop_on_error: true,
    });
  });

  it("never stores a silent cell", () => {
    const given = { code: "1", silent: true, store_history: true };
    expect(content("execute_request", given)).toMatchObject({ silent: true, store_history: false });
  });

  it("counts the cursor in code points and keeps it within the code", () => {
    expect(content("complete_request", { code: "'🧵'" })).toMatchObject({ cursor_pos: 3 });
    expect(content("inspect_request", { code: "ab", cursor_pos: 9 })).toMatchObject({ cursor_pos: 2 });
  });

  it.each([
    ["execute_request", {}, 'execute_request: "code" must be a string; it is missing.'],
    ["execute_request", { code: 7 }, 'execute_request: "code" must be a string; got 7.'],
    [
      "execute_request",
      { code: "", silent: "no" },
      'execute_request: "silent" must be true or false; got "no".',
    ],
    [
      "execute_request",
      { code: "", user_expressions: { a: 1 } },
      '"user_expressions" must be an object of strings',
    ],
    [
      "complete_request",
      { code: "", cursor_pos: -1 },
      '"cursor_pos" must be an integer of at least 0; got -1.',
    ],
    ["inspect_request", { code: "", detail_level: 2 }, "of at least 0 and of at most 1; got 2."],
    ["history_request", { hist_access_type: "all" }, 'one of "range", "tail", "search"; got "all".'],
    ["history_request", { hist_access_type: "tail" }, '"n" must be an integer of at least 0; it is missing.'],
    ["shutdown_request", { restart: 1 }, '"restart" must be true or false; got 1.'],
    ["toString", {}, 'Unknown message type "toString".'],
  ])("names field and value of a wrong %s", (type, given, text) => {
    expect(() => content(type, given)).toThrow(text);
  });

  it("throws nothing but protocol errors whatever JSON the content is", () => {
    const types = [
      "execute_request",
      "complete_request",
      "inspect_request",
      "history_request",
      "comm_info_request",
    ];
    const names = [
      "code",
      "cursor_pos",
      "silent",
      "n",
      "hist_access_type",
      "user_expressions",
      "detail_level",
    ];
    const given = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...types), given, (type, object) => {
        try {
          content(type, object);
        } catch (error) {
          expect(error).toMatchObject({ name: "ProtocolError" });
        }
      }),
    );
  });
});

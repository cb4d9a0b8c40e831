import { ProtocolError } from "./errors.ts";
import { type Fields, fieldsOf } from "./fields.ts";
import type { Message } from "./message.ts";
import type {
  CursorRequest,
  ExecuteRequest,
  HistoryRequest,
  Request,
  RequestContents,
  RequestType,
} from "./requests.ts";

const validators: { [T in RequestType]: (fields: Fields) => RequestContents[T] } = {
  kernel_info_request: () => ({}),
  execute_request: execute,
  is_complete_request: (fields) => ({ code: fields.string("code") }),
  complete_request: cursor,
  inspect_request: (fields) => ({
    ...cursor(fields),
    detail_level: fields.integer("detail_level", { fallback: 0, min: 0, max: 1 }) === 1 ? 1 : 0,
  }),
  history_request: history,
  comm_info_request: (fields) => ({ target_name: fields.optionalString("target_name") }),
  interrupt_request: () => ({}),
  shutdown_request: (fields) => ({ restart: fields.boolean("restart", false) }),
};

/** Whether this kernel knows the request. */
export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(validators, type);
}

/**
 * Checks the content of a message and fills in the protocol's defaults.
 *
 * @throws {ProtocolError} naming the message type, the field and what was found there.
 */
export function validate(message: Message): Request {
  const type = message.header.msg_type;
  if (!isRequestType(type)) throw new ProtocolError(`Unknown message type "${type}".`);
  const content = validators[type](fieldsOf(type, message.content));
  return { ...message, content } as Request;
}

function execute(fields: Fields): ExecuteRequest {
  const silent = fields.boolean("silent", false);
  return {
    code: fields.string("code"),
    silent,
    store_history: !silent && fields.boolean("store_history", true),
    user_expressions: fields.strings("user_expressions"),
    allow_stdin: fields.boolean("allow_stdin", true),
    stop_on_error: fields.boolean("stop_on_error", true),
  };
}

function cursor(fields: Fields): CursorRequest {
  const code = fields.string("code");
  const length = Array.from(code).length;
  return { code, cursor_pos: Math.min(fields.integer("cursor_pos", { fallback: length, min: 0 }), length) };
}

function history(fields: Fields): HistoryRequest {
  const shape = { output: fields.boolean("output", false), raw: fields.boolean("raw", true) };
  const type = fields.oneOf("hist_access_type", ["range", "tail", "search"]);
  switch (type) {
    case "tail":
      return { ...shape, hist_access_type: type, n: fields.integer("n", { min: 0 }) };
    case "range":
      return {
        ...shape,
        hist_access_type: type,
        session: fields.integer("session", { fallback: 0 }),
        start: fields.integer("start", { fallback: 1 }),
        stop: fields.optionalInteger("stop"),
      };
    case "search":
      return {
        ...shape,
        hist_access_type: type,
        n: fields.optionalInteger("n"),
        pattern: fields.string("pattern", "*"),
        unique: fields.boolean("unique", false),
      };
  }
}

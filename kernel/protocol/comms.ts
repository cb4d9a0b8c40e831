import { ProtocolError } from "./errors.ts";
import { fieldsOf, isObject } from "./fields.ts";
import type { JsonObject, Message } from "./message.ts";

/** The content of a comm message; `target_name` only where it opens one. */
export interface CommContent {
  readonly comm_id: string;
  readonly target_name?: string;
  readonly data: JsonObject;
}

const types = ["comm_open", "comm_msg", "comm_close"] as const;

export type CommType = (typeof types)[number];

/** Whether the message belongs to a comm; those expect no reply. */
export function commTypeOf({ header }: Message): CommType | undefined {
  return types.find((type) => type === header.msg_type);
}

/**
 * Checks the content of a comm message.
 *
 * @throws {ProtocolError} naming the field.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export function validateComm(type: CommType, content: JsonObject): CommContent {
  const fields = fieldsOf(type, content);
  const data = content.data ?? {};
  if (!isObject(data)) throw new ProtocolError(`${type}: "data" must be an object.`);
  const comm = { comm_id: fields.string("comm_id"), data };
  return type === "comm_open" ? { ...comm, target_name: fields.string("target_name") } : comm;
}

/**
 * The answer in an `input_reply`.
 *
 * @throws {ProtocolError} where there is none.
 */
export function validateInputReply(content: JsonObject): string {
  return fieldsOf("input_reply", content).string("value");
}

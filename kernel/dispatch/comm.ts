import type { CommMessage } from "../interpreter.ts";
import { type CommType, validateComm } from "../protocol/comms.ts";
import type { Message } from "../protocol/message.ts";
import type { Link, Parent } from "./link.ts";

/** The comms that are open, whoever opened them. */
export interface CommTable {
  /** A client's message, for the language. @throws {ProtocolError} for one that names no comm. */
  receive(type: CommType, message: Message): CommMessage;
  /** User code's message, for the clients. */
  publish(message: CommMessage, parent: Parent): void;
  /** Tells clients that every comm has ended with the session. */
  closeAll(parent: Parent): void;
  /** As `comm_info_reply` lists them. */
  list(target: string | null): Record<string, { target_name: string }>;
}

/** @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
export function createCommTable(link: Link): CommTable {
  const open = new Map<string, string>();
  const note = ({ kind, commId, target }: CommMessage) => {
    if (kind === "open") open.set(commId, target ?? "");
    if (kind === "close") open.delete(commId);
  };
  return {
    receive(type, { content, metadata, buffers }) {
      const { comm_id: commId, target_name: target, data } = validateComm(type, content);
      const kind = kinds[type];
      const message = { kind, commId, data, metadata, buffers, ...(target === undefined ? {} : { target }) };
      note(message);
      return message;
    },
    publish(message, parent) {
      note(message);
      const { kind, commId: comm_id, target = "", data, metadata, buffers } = message;
      const extras = { metadata, buffers };
      if (kind === "open") link.publish("comm_open", { comm_id, target_name: target, data }, parent, extras);
      else link.publish(kind === "msg" ? "comm_msg" : "comm_close", { comm_id, data }, parent, extras);
    },
    closeAll(parent) {
      for (const comm_id of open.keys()) link.publish("comm_close", { comm_id, data: {} }, parent);
      open.clear();
    },
    list: (wanted) => {
      const listed = [...open].filter(([, target]) => wanted === null || target === wanted);
      return Object.fromEntries(listed.map(([id, target_name]) => [id, { target_name }]));
    },
  };
}

const kinds = { comm_open: "open", comm_msg: "msg", comm_close: "close" } as const;

import type { Message } from "../protocol/message.ts";
import type { Link } from "./link.ts";

const types = new Set(["comm_open", "comm_msg", "comm_close"]);

/** Comm messages expect no reply. */
export function isCommMessage({ header }: Message): boolean {
  return types.has(header.msg_type);
}

/**
 * No target is registered here, so every comm that a client opens is closed at once, as the protocol asks.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#opening-a-comm
 */
export function handleComm(link: Link, { header, content }: Message): void {
  const { comm_id: id } = content;
  if (header.msg_type === "comm_open" && typeof id === "string")
    link.publish("comm_close", { comm_id: id, data: {} }, header);
}

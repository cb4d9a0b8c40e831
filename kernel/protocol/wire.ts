import { ProtocolError } from "./errors.ts";
import { fieldsOf, isObject } from "./fields.ts";
import type { Header, JsonObject, Message, Routed } from "./message.ts";
import { createReplayGuard, createSigner } from "./signature.ts";

/** The frames of a message, or how to make them: what can wait is encoded when its turn to be sent has come. */
export type Outgoing = readonly Uint8Array[] | (() => readonly Uint8Array[]);

const delimiter = Buffer.from("<IDS|MSG>");

/**
 * Messages to frames and back: identities, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
export interface Wire {
  encode(routed: Routed): Uint8Array[];
  /**
   * The signature is checked before any JSON is parsed.
   *
   * @throws {ProtocolError} when frames are missing, the signature is wrong or was seen before, or JSON is no object.
   */
  decode(frames: readonly Uint8Array[]): Routed;
}

/** @param key The connection file's `key`. */
export function createWire(key: string): Wire {
  const signer = createSigner(key);
  const guard = createReplayGuard();
  return {
    encode({ identities, message }) {
      const parts = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
        Buffer.from(JSON.stringify(part)),
      );
      return [...identities, delimiter, Buffer.from(signer.sign(parts)), ...parts, ...message.buffers];
    },
    decode(frames) {
      const at = frames.findIndex((frame) => delimiter.equals(frame));
      if (at < 0) throw new ProtocolError(`No <IDS|MSG> among ${frames.length} frames.`);
      const [signature, header, parent, metadata, content, ...buffers] = frames.slice(at + 1);
      if (!signature || !header || !parent || !metadata || !content)
        throw new ProtocolError(
          `${frames.length - at - 1} frames after <IDS|MSG>; a message has at least 5.`,
        );
      if (!signer.verify(signature, [header, parent, metadata, content]))
        throw new ProtocolError("Wrong signature: the sender does not have this kernel's key.");
      if (key !== "" && !guard.isNew(Buffer.from(signature).toString("latin1")))
        throw new ProtocolError("Signature seen before: the message was sent twice.");
      const message: Message = {
        header: headerOf(jsonObject("header", header)),
        parent_header: parentOf(jsonObject("parent_header", parent)),
        metadata: jsonObject("metadata", metadata),
        content: jsonObject("content", content),
        buffers,
      };
      return { identities: frames.slice(0, at), message };
    },
  };
}

function jsonObject(name: string, frame: Uint8Array): JsonObject {
  const value = parse(name, frame);
  if (!isObject(value)) throw new ProtocolError(`The frame "${name}" must be a JSON object.`);
  return value;
}

function parse(name: string, frame: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString("utf8"));
  } catch (cause) {
    throw new ProtocolError(`The frame "${name}" is no JSON: ${String(cause)}`, { cause });
  }
}

/** How deep a header may nest: every reply echoes it, and JSON that is nested without end cannot be written again. */
const deepest = 32;

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isWithin(item, depth - 1));
}

/** Members that clients leave out are filled; ours to keep are copied as they are, since replies must echo them. */
function headerOf(object: JsonObject): Header {
  if (!isWithin(object, deepest)) throw new ProtocolError(`header: it is nested more than ${deepest} deep.`);
  const fields = fieldsOf("header", object);
  return {
    ...object,
    msg_id: fields.string("msg_id"),
    msg_type: fields.string("msg_type"),
    session: fields.string("session", ""),
    username: fields.string("username", ""),
    date: fields.string("date", ""),
    version: fields.string("version", "5.0"),
  };
}

function parentOf(object: JsonObject): Message["parent_header"] {
  return Object.keys(object).length === 0 ? {} : headerOf(object);
}

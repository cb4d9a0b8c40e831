import { randomUUID } from "node:crypto";
import type { Channel, Header, JsonObject, Message, Routed } from "../protocol/message.ts";
import { protocolVersion } from "../protocol/message.ts";
import type { PublicationContents, PublicationType } from "../protocol/publications.ts";
import { replyType } from "../protocol/replies.ts";
import type { Outgoing, Wire } from "../protocol/wire.ts";

/** What a message answers: a request's header, or nothing. */
export type Parent = Message["parent_header"];

/** The client whose request a question belongs to. */
export interface Asker {
  readonly identities: Routed["identities"];
  readonly parent: Header;
}

/** Speaks messages over a channel of frames; the seam on which dispatch is tested without sockets. */
export interface Link {
  reply(channel: Channel, request: Routed, content: JsonObject | object): void;
  publish<T extends PublicationType>(
    type: T,
    content: PublicationContents[T],
    parent: Parent,
    extras?: { readonly metadata?: JsonObject; readonly buffers?: readonly Uint8Array[] },
  ): void;
  /** Puts a question to the client of a request; returns the id of the message. */
  ask(asker: Asker, question: { readonly prompt: string; readonly password: boolean }): string;
  /** Greets a new subscriber on its own topic (JEP 65). */
  welcome(topic: Uint8Array): void;
}

export interface LinkOptions {
  readonly wire: Wire;
  readonly send: (channel: Channel, message: Outgoing) => void;
}

/** What goes beside a cell: it is encoded while the session already works. Output is so at once, for whoever produces it may have to wait. */
const announcing: ReadonlySet<PublicationType> = new Set(["status", "execute_input", "execute_result"]);

/** Gives every message an id, a date, this kernel's session and the right address. */
export function createLink({ wire, send }: LinkOptions): Link {
  const session = randomUUID();
  let count = 0;
  const header = (type: string): Header => ({
    msg_id: `${session}_${process.pid}_${count++}`,
    msg_type: type,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    version: protocolVersion,
  });
  const encode = (
    identities: readonly Uint8Array[],
    message: Pick<Message, "header" | "parent_header" | "buffers"> & {
      readonly content: object;
      readonly metadata?: JsonObject;
    },
  ) => wire.encode({ identities, message: { metadata: {}, ...message, content: { ...message.content } } });
  const post = (channel: Channel, ...message: Parameters<typeof encode>) => send(channel, encode(...message));
  return {
    reply: (channel, { identities, message }, content) =>
      post(channel, identities, {
        header: header(replyType(message.header.msg_type)),
        parent_header: message.header,
        content,
        buffers: [],
      }),
    ask({ identities, parent }, { prompt, password }) {
      const asked = header("input_request");
      post("stdin", identities, {
        header: asked,
        parent_header: parent,
        content: { prompt, password },
        buffers: [],
      });
      return asked.msg_id;
    },
    publish(type, content, parent, { metadata = {}, buffers = [] } = {}) {
      const topic = [Buffer.from(`kernel.${session}.${type}`)];
      const message = { header: header(type), parent_header: parent, metadata, content, buffers };
      if (announcing.has(type)) send("iopub", () => encode(topic, message));
      else post("iopub", topic, message);
    },
    welcome: (topic) =>
      post("iopub", [topic], {
        header: header("iopub_welcome"),
        parent_header: {},
        content: { subscription: Buffer.from(topic).toString("utf8") },
        buffers: [],
      }),
  };
}

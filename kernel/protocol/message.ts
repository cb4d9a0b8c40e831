/**
 * The envelope every message shares.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#general-message-format
 */

/** The version of the messaging protocol spoken here. */
export const protocolVersion = "5.5";

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface Header<Type extends string = string> {
  readonly msg_id: string;
  readonly msg_type: Type;
  readonly session: string;
  readonly username: string;
  /** ISO 8601 with time zone. */
  readonly date: string;
  readonly version: string;
  readonly subshell_id?: string | null;
}

export interface Message<Type extends string = string, Content = JsonObject> {
  readonly header: Header<Type>;
  /** The header of the request that this answers; empty when nothing asked for it. */
  readonly parent_header: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
}

/** A message with the routing prefix it came with: peers on router sockets, the topic on iopub. */
export interface Routed<M extends Message = Message> {
  readonly identities: readonly Uint8Array[];
  readonly message: M;
}

/** The sockets that carry messages; heartbeat carries bare bytes. */
export type Channel = "shell" | "control" | "iopub" | "stdin";

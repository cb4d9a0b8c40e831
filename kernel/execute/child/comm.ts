import { Buffer } from "node:buffer";
import type { CommMessage } from "../../interpreter.ts";
import { packComm } from "../commFrame.ts";
import type { IncomingComm } from "../contract.ts";
import { FrameKind } from "../frames.ts";
import { sendFrame, toJson } from "./output.ts";
import { attributedRun } from "./run.ts";

type Data = Readonly<Record<string, unknown>>;

/** What comes with a comm's message. */
export interface CommContent {
  readonly data: Data;
  readonly metadata: Data;
  readonly buffers: readonly Uint8Array[];
}

/** What may go along with a comm's data. */
export interface SendOptions {
  readonly metadata?: Data;
  /** Sent as bytes, outside the JSON. */
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

type Handler = (message: CommContent) => void;

/**
 * A line between user code and a front end: either side sends, either side closes.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export interface Comm {
  readonly id: string;
  readonly target: string;
  readonly closed: boolean;
  /** Calls back for every message from the front end, in place of an earlier handler. */
  onMsg(handler: Handler): void;
  /** Calls back once when the front end closes the comm. */
  onClose(handler: Handler): void;
  /** @throws when the comm is closed */
  send(data?: Data, options?: SendOptions): void;
  /** Does nothing where it is closed already. */
  close(data?: Data, options?: SendOptions): void;
}

/** The comms of a session, on the kernel handle as `comm`. */
export interface Comms {
  /** Calls back when the front end opens a comm of that target; a target without a handler is refused. */
  registerTarget(target: string, opened: (comm: Comm, message: CommContent) => void): void;
  unregisterTarget(target: string): void;
  /** Opens a comm to a front end that has registered the target. */
  open(target: string, data?: Data, options?: SendOptions & { readonly id?: string }): Comm;
}

const targets = new Map<string, (comm: Comm, message: CommContent) => void>();
const comms = new Map<string, OpenComm>();

class OpenComm implements Comm {
  readonly id: string;
  readonly target: string;
  #closed = false;
  #onMsg: Handler = () => {};
  #onClose: Handler = () => {};

  constructor(id: string, target: string) {
    this.id = id;
    this.target = target;
    comms.set(id, this);
  }

  get closed(): boolean {
    return this.#closed;
  }

  onMsg(handler: Handler): void {
    this.#onMsg = handler;
  }

  onClose(handler: Handler): void {
    this.#onClose = handler;
  }

  send(data: Data = {}, options: SendOptions = {}): void {
    if (this.#closed)
      throw new Error(
        `The comm ${this.id} of the target "${this.target}" is closed: open another one to send.`,
      );
    post("msg", this.id, data, options);
  }

  close(data: Data = {}, options: SendOptions = {}): void {
    if (this.#forget()) post("close", this.id, data, options);
  }

  /** A message from the front end. */
  take(kind: CommMessage["kind"], message: CommContent): void {
    if (kind === "msg") this.#onMsg(message);
    else if (this.#forget()) this.#onClose(message);
  }

  #forget(): boolean {
    if (this.#closed) return false;
    this.#closed = true;
    comms.delete(this.id);
    return true;
  }
}

function post(
  kind: CommMessage["kind"],
  commId: string,
  data: Data,
  options: SendOptions,
  target?: string,
): void {
  const { metadata = {}, buffers = [] } = options;
  const message: CommMessage = {
    kind,
    commId,
    data,
    metadata,
    buffers: buffers.map(bytesOf),
    ...(target === undefined ? {} : { target }),
  };
  sendFrame(FrameKind.comm, attributedRun(), packComm(message, toJson));
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  throw new TypeError(`buffers takes ArrayBuffers and their views, not ${typeof buffer}`);
}

function named(target: unknown): string {
  if (typeof target === "string" && target !== "") return target;
  throw new TypeError(`A comm's target is a name, not ${String(target)}`);
}

/** What user code sees. */
export const commApi: Comms = Object.freeze({
  registerTarget(target: string, opened: (comm: Comm, message: CommContent) => void) {
    if (typeof opened !== "function") throw new TypeError(`registerTarget("${target}") needs a function`);
    targets.set(named(target), opened);
  },
  unregisterTarget: (target: string) => void targets.delete(target),
  open(target: string, data: Data = {}, { id, ...options }: SendOptions & { id?: string } = {}) {
    const comm = new OpenComm(id ?? globalThis.crypto.randomUUID(), named(target));
    post("open", comm.id, data, options, target);
    return comm;
  },
});

/** Calls the handlers for a message from the front end; throws what they throw. */
export function takeComm({ kind, commId, target = "", data, metadata, buffers }: IncomingComm): void {
  const message = {
    data,
    metadata,
    buffers: buffers.map((text) => new Uint8Array(Buffer.from(text, "base64"))),
  };
  if (kind !== "open") {
    comms.get(commId)?.take(kind, message);
    return;
  }
  const opened = targets.get(target);
  const comm = new OpenComm(commId, target);
  try {
    if (!opened)
      throw new Error(`No target "${target}" is registered: registerTarget("${target}", ...) first.`);
    opened(comm, message);
  } catch (error) {
    comm.close();
    throw error;
  }
}

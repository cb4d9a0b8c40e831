import { type Readable, Router, type Socket, type SocketOptions, XPublisher } from "zeromq";
import type { Connection } from "../protocol/connection.ts";
import type { Channel } from "../protocol/message.ts";
import { address } from "./address.ts";
import { echo } from "./heartbeat.ts";
import { createOutbox, type Outbox } from "./outbox.ts";

/** The channels on which clients send. */
export type InboundChannel = Exclude<Channel, "iopub">;

export interface TransportEvents {
  readonly onFrames: (channel: InboundChannel, frames: readonly Uint8Array[]) => void;
  /** A client subscribed to iopub; `topic` is empty for everything. */
  readonly onSubscribe: (topic: Uint8Array) => void;
}

/** The bound sockets: bare frames in and out, nothing is interpreted here. */
export interface Transport {
  /** Starts to read; what came since the sockets were bound is not lost. */
  listen(events: TransportEvents): void;
  send(channel: Channel, frames: readonly Uint8Array[]): void;
  /** Waits until what was sent has left, then closes every socket. */
  close(): Promise<void>;
}

/** How long a socket may hold unsent messages after `close`, in milliseconds. */
const linger = 1000;
/** No limit on the queues: a full one would drop output without a word. */
const unlimited = { linger, sendHighWaterMark: 0, receiveHighWaterMark: 0 } satisfies SocketOptions<Router>;

/**
 * Binds the five sockets of a connection and answers heartbeats.
 *
 * @param onError Told of what goes wrong later; the sockets go on.
 * @throws when an address is taken or not of this machine; nothing stays bound then.
 */
export async function openTransport(
  connection: Connection,
  onError: (error: unknown) => void,
): Promise<Transport> {
  const inbound = { shell: router(), control: router(), stdin: router() };
  const iopub = new XPublisher(unlimited);
  iopub.verbosity = "allSubs";
  const heartbeat = router();
  const sockets = { ...inbound, iopub, heartbeat };
  await bindAll(connection, sockets);
  const outboxes: Record<Channel, Outbox> = {
    shell: createOutbox(inbound.shell, onError),
    control: createOutbox(inbound.control, onError),
    stdin: createOutbox(inbound.stdin, onError),
    iopub: createOutbox(iopub, onError),
  };
  echo(heartbeat).catch(onError);
  return {
    listen({ onFrames, onSubscribe }) {
      for (const channel of ["control", "shell", "stdin"] as const)
        pump(inbound[channel], (frames) => onFrames(channel, frames), onError);
      pump(iopub, ([frame]) => frame?.[0] === 1 && onSubscribe(frame.subarray(1)), onError);
    },
    send: (channel, frames) => outboxes[channel].send(frames),
    async close() {
      await Promise.all(Object.values(outboxes).map((outbox) => outbox.drained()));
      closeAll(sockets);
    },
  };
}

const router = () => new Router(unlimited);

type Sockets = Readonly<Record<keyof Connection["ports"], Socket>>;

async function bindAll(connection: Connection, sockets: Sockets): Promise<void> {
  const names = Object.keys(sockets) as (keyof Sockets)[];
  const bindings = names.map(async (name) => {
    const where = address(connection, connection.ports[name]);
    try {
      await sockets[name].bind(where);
    } catch (cause) {
      throw new Error(`Cannot bind the ${name} socket to ${where}: ${String(cause)}`, { cause });
    }
  });
  const failed = (await Promise.allSettled(bindings)).find((result) => result.status === "rejected");
  if (failed) {
    closeAll(sockets);
    throw failed.reason;
  }
}

function closeAll(sockets: Sockets): void {
  for (const socket of Object.values(sockets)) socket.close();
}

/** Hands every message to `onFrames`; a throwing handler does not end the loop. */
async function pump(
  socket: Readable,
  onFrames: (frames: Buffer[]) => void,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    for await (const frames of socket as AsyncIterable<Buffer[]>) {
      try {
        onFrames(frames);
      } catch (error) {
        onError(error);
      }
    }
  } catch (error) {
    onError(error);
  }
}

import { capability, type Readable, Router, type Socket, XPublisher } from "zeromq";
import type { Connection } from "../protocol/connection.ts";
import type { Channel } from "../protocol/message.ts";
import type { Outgoing } from "../protocol/wire.ts";
import { address } from "./address.ts";
import { echo } from "./heartbeat.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createPublisher, subscriberLimit } from "./publisher.ts";

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
  send(channel: Channel, message: Outgoing): void;
  /** Resolves when iopub can take more: at once, or when slow subscribers have caught up. */
  ready(): void | Promise<void>;
  /** Waits until what was sent has left, then closes every socket. */
  close(): Promise<void>;
}

/** How long a socket may hold unsent messages after `close`, in milliseconds. */
const linger = 1000;
/** Replies that wait for one client. A router drops what goes beyond: the client has not read for very long. */
const replyLimit = 10_000;

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
  const security = curveOptions(connection);
  const router = () =>
    new Router({
      linger,
      sendHighWaterMark: replyLimit,
      receiveHighWaterMark: 0,
      handover: true,
      ...security,
    });
  const inbound = { shell: router(), control: router(), stdin: router() };
  const iopub = new XPublisher({ linger, sendHighWaterMark: subscriberLimit, noDrop: true, ...security });
  iopub.verbosity = "allSubs";
  const heartbeat = router();
  const sockets = { ...inbound, iopub, heartbeat };
  await bindAll(connection, sockets);
  const publisher = createPublisher(iopub, onError);
  const outboxes: Record<Channel, Outbox> = {
    shell: createOutbox(inbound.shell, onError),
    control: createOutbox(inbound.control, onError),
    stdin: createOutbox(inbound.stdin, onError),
    iopub: publisher,
  };
  echo(heartbeat).catch(onError);
  return {
    listen({ onFrames, onSubscribe }) {
      for (const channel of ["control", "shell", "stdin"] as const)
        pump(inbound[channel], (frames) => onFrames(channel, frames), onError);
      pump(iopub, ([frame]) => frame?.[0] === 1 && onSubscribe(frame.subarray(1)), onError);
    },
    send: (channel, message) => outboxes[channel].send(message),
    ready: publisher.ready,
    async close() {
      publisher.giveUp();
      await Promise.all(Object.values(outboxes).map((outbox) => outbox.drained()));
      closeAll(sockets);
    },
  };
}

/**
 * The kernel is the CURVE server of every socket; whoever has the connection file has its public key, and no one else can connect.
 *
 * @throws where the keys are given but this build of ZeroMQ cannot encrypt: plain sockets would be a lie.
 */
function curveOptions({ curve }: Connection) {
  if (!curve) return {};
  if (!capability.curve)
    throw new Error("The connection file has CURVE keys, but this build of ZeroMQ cannot encrypt.");
  return { curveServer: true, curvePublicKey: curve.publicKey, curveSecretKey: curve.secretKey };
}

type Sockets = Readonly<Record<keyof Connection["ports"], Socket>>;

async function bindAll(connection: Connection, sockets: Sockets): Promise<void> {
  const names = Object.keys(sockets) as (keyof Sockets)[];
  const bind = async (name: keyof Sockets) => {
    const where = address(connection, connection.ports[name]);
    try {
      await sockets[name].bind(where);
    } catch (cause) {
      throw new Error(`Cannot bind the ${name} socket to ${where}: ${String(cause)}`, { cause });
    }
  };
  const results = await asOwnersAlone(connection, () => Promise.allSettled(names.map(bind)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) {
    closeAll(sockets);
    throw failed.reason;
  }
}

/** Sockets of ipc are files: only their owner may connect, whatever the umask lets others do with files. */
async function asOwnersAlone<T>({ transport }: Connection, work: () => Promise<T>): Promise<T> {
  if (transport !== "ipc") return work();
  const before = process.umask(0o077);
  try {
    return await work();
  } finally {
    process.umask(before);
  }
}

function closeAll(sockets: Sockets): void {
  for (const socket of Object.values(sockets)) socket.close();
}

/** Hands every message to `onFrames`; a throwing handler does not end the loop. */
async function pump(
  socket: Readable & Pick<Socket, "closed">,
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
    // A read that was under way while the kernel closed its sockets is no news.
    if (!socket.closed) onError(error);
  }
}

import { setImmediate, setTimeout } from "node:timers/promises";
import type { XPublisher } from "zeromq";
import type { Outgoing } from "../protocol/wire.ts";
import { framesOf, type Outbox } from "./outbox.ts";

/** Messages that may wait for one subscriber inside ZeroMQ. */
export const subscriberLimit = 1000;
/** Bytes that may wait in this process before whoever produces output has to pause. */
const backlogLimit = 8 * 1024 * 1024;
/** How long a subscriber may hold up the others, in milliseconds, before its messages are dropped. */
const defaultPatience = 10_000;
/** How often a full subscriber is tried again, in milliseconds. */
const pause = 5;

/** An outbox for iopub, where a slow subscriber makes the producer wait instead of memory grow. */
export interface Publisher extends Outbox {
  /** Resolves when more output is welcome; at once while the backlog is small. */
  ready(): void | Promise<void>;
  /** Waits for nobody any more. */
  giveUp(): void;
}

/**
 * Sends to every subscriber, in order.
 *
 * While a subscriber's queue is full, everything waits for it. One that has not read for `patience` is left behind, so that a client
 * which never reads cannot stop the kernel: until it reads again it loses what comes, and the log says so.
 *
 * @param socket Has `noDrop` set.
 * @param patience In milliseconds.
 */
export function createPublisher(
  socket: XPublisher,
  onError: (error: unknown) => void,
  patience = defaultPatience,
): Publisher {
  let last: Promise<void> = Promise.resolve();
  let backlog = 0;
  let waiting = 0;
  const post = async (message: Outgoing, bytes: number) => {
    try {
      await sendPatiently(socket, framesOf(message), patience, onError);
    } catch (error) {
      onError(error);
    } finally {
      backlog -= bytes;
      waiting--;
    }
  };
  return {
    send(message) {
      const bytes = typeof message === "function" ? 0 : sizeOf(message);
      backlog += bytes;
      // What a request leads to at once goes first: the session works while its cell is announced.
      if (waiting++ === 0) last = last.then(() => setImmediate());
      last = last.then(() => post(message, bytes));
    },
    drained: () => last,
    ready: () => (backlog > backlogLimit ? last : undefined),
    giveUp: () => setNoDrop(socket, false),
  };
}

function sizeOf(frames: readonly Uint8Array[]): number {
  return frames.reduce((sum, frame) => sum + frame.byteLength, 0);
}

async function sendPatiently(
  socket: XPublisher,
  frames: readonly Uint8Array[],
  patience: number,
  onError: (error: unknown) => void,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await tried(socket, frames))) {
    if (performance.now() > deadline) return leaveBehind(socket, frames, patience, onError);
    await setTimeout(pause);
  }
}

/** One message sent with drops allowed makes ZeroMQ skip the full queues until their subscribers read again. */
async function leaveBehind(
  socket: XPublisher,
  frames: readonly Uint8Array[],
  patience: number,
  onError: (error: unknown) => void,
): Promise<void> {
  onError(new Error(`A client has not read iopub for ${patience / 1000} s; it loses what it does not read.`));
  setNoDrop(socket, false);
  await socket.send([...frames]);
  setNoDrop(socket, true);
}

/** ZeroMQ obeys at once; its binding wrongly warns that it will not, which would stand in Jupyter's log. */
function setNoDrop(socket: XPublisher, noDrop: boolean): void {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    socket.noDrop = noDrop;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** False where a subscriber's queue is full. */
async function tried(socket: XPublisher, frames: readonly Uint8Array[]): Promise<boolean> {
  try {
    await socket.send([...frames]);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
    throw error;
  }
}

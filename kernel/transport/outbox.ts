import type { Writable } from "zeromq";

/** Sends in the order given: a ZeroMQ socket takes only one pending send at a time. */
export interface Outbox {
  send(frames: readonly Uint8Array[]): void;
  /** Resolves when everything given so far has left. */
  drained(): Promise<void>;
}

/** @param onError Called for a message that could not be sent; the ones after it are still tried. */
export function createOutbox(socket: Writable, onError: (error: unknown) => void): Outbox {
  let last: Promise<void> = Promise.resolve();
  return {
    send(frames) {
      last = last.then(() => socket.send([...frames])).catch(onError);
    },
    drained: () => last,
  };
}

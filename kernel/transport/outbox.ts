import type { Writable } from "zeromq";
import type { Outgoing } from "../protocol/wire.ts";

/** Sends in the order given: a ZeroMQ socket takes only one pending send at a time. */
export interface Outbox {
  send(message: Outgoing): void;
  /** Resolves when everything given so far has left. */
  drained(): Promise<void>;
}

/** @param onError Called for a message that could not be sent; the ones after it are still tried. */
export function createOutbox(socket: Writable, onError: (error: unknown) => void): Outbox {
  let last: Promise<void> = Promise.resolve();
  return {
    send(message) {
      last = last.then(() => socket.send([...framesOf(message)])).catch(onError);
    },
    drained: () => last,
  };
}

/** Made now where they are still to be made. */
export function framesOf(message: Outgoing): readonly Uint8Array[] {
  return typeof message === "function" ? message() : message;
}

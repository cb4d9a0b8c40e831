import type { Router } from "zeromq";

/** Echoes whatever comes, until the socket is closed. The process that does this never runs user code. */
export async function echo(socket: Router): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}

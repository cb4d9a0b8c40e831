import type { Readable } from "node:stream";

/**
 * Hands the chunks of a stream on, one after the other, without a turn of the event loop between; the stream waits while one is held.
 *
 * @param take may return a promise that holds the next chunk back
 * @returns resolves when the stream has ended, or is gone
 */
export function eachChunk(stream: Readable, take: (chunk: Buffer) => void | Promise<void>): Promise<void> {
  let held: Promise<void> | undefined;
  stream.on("data", (chunk: Buffer) => {
    held = take(chunk) || undefined;
    if (!held) return;
    stream.pause();
    const goOn = () => void stream.resume();
    held.then(goOn, goOn);
  });
  return new Promise((resolve) => {
    const end = () => resolve(held?.catch(() => {}));
    stream.once("end", end);
    stream.once("close", end);
    stream.once("error", end);
  });
}

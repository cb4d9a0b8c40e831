import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { kernelHandle } from "../notebook/handle.ts";

/** Called as bytes arrive: how many are there, how many there will be (0 where the server does not say). */
export type OnBytes = (done: number, total: number) => void;

const connectTimeout = 5_000;
const stallTimeout = 30_000;
/** More than any data set here has: a server that sends without end would fill the disk. */
const largest = 2 ** 30;

/**
 * Downloads a URL to a file, going on where an interrupted download left it (HTTP `Range`).
 *
 * @returns how many bytes came over the network
 * @param limit bytes that the whole file may have; 1 GiB by default
 * @throws Error when the host does not answer within 5 s, sends nothing for 30 s, sends too much, or refuses, and when the user interrupts
 * the cell
 */
export async function download(
  url: string,
  file: string,
  onBytes: OnBytes = () => {},
  limit = largest,
): Promise<number> {
  const have = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error("no answer within 5 s")), connectTimeout);
  const interrupted = kernelHandle()?.signal;
  const stop = () => abort.abort(new Error("interrupted"));
  interrupted?.addEventListener("abort", stop);
  const touch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new Error("no data for 30 s")), stallTimeout);
  };
  try {
    const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
    const response = await fetch(url, { headers, signal: abort.signal });
    touch();
    if (response.status === 416) return 0;
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const start = response.status === 206 ? have : 0;
    const total = start + Number(response.headers.get("content-length") ?? 0);
    const count = counter((bytes) => {
      touch();
      if (start + bytes > limit) throw new Error(`sends more than ${limit} bytes`);
      onBytes(start + bytes, total);
    });
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream),
      count.stream,
      createWriteStream(file, { flags: start > 0 ? "a" : "w" }),
      { signal: abort.signal },
    );
    return count.bytes();
  } catch (error) {
    throw new Error(`${url}: ${reason(abort.signal.aborted ? abort.signal.reason : error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    interrupted?.removeEventListener("abort", stop);
  }
}

function counter(onChunk: (bytes: number) => void) {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      try {
        onChunk(bytes);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return { stream, bytes: () => bytes };
}

/** fetch hides what happened ("fetch failed") in the cause. */
function reason(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message || String((cause as { code?: string }).code) : message;
}

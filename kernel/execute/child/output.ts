import { Buffer } from "node:buffer";
import { fstatSync, writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";
import { Writable } from "node:stream";
import { FrameKind, headerBytes, writeHeader } from "../frames.ts";
import { attributedRun } from "./run.ts";

const outputFd = 4;
// User code may replace it.
const { stringify } = JSON;
const { defineProperty, getOwnPropertyDescriptor, prototype } = Object;
const { allocUnsafeSlow, byteLength } = Buffer;
const scratch = Buffer.allocUnsafe(64 * 1024);
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, waiting for the reader where the pipe is full: that is what keeps memory flat when a cell prints a gigabyte. */
export function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") return;
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}

/** The pipes behind fds 1 and 2 as the front made them. */
const nativePipes = [1, 2].map((fd) => ({ fd, pipe: pipeOf(fd) }));

function pipeOf(fd: number): string | undefined {
  try {
    const { dev, ino } = fstatSync(fd);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** Marks the end of a run in the native streams; where code has closed one, a file of its own may have taken the number since. */
export function markNative(mark: string): void {
  const bytes = ownBytes(mark);
  for (const { fd, pipe } of nativePipes) if (pipeOf(fd) === pipe) writeAll(fd, bytes);
}

/** Sends one frame to the front. */
export function sendFrame(kind: number, run: number, payload: Buffer): void {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  writeHeader(frame, payload.length, kind, run);
  payload.copy(frame, headerBytes);
  writeAll(outputFd, frame);
}

/** Sends a frame of JSON. */
export function sendJson(kind: number, run: number, value: unknown): void {
  const frame = ownBytes(toJson(value), headerBytes);
  writeHeader(frame, frame.length - headerBytes, kind, run);
  writeAll(outputFd, frame);
}

/**
 * Text in memory of its own, behind room for a header. The front's calls may come while Node is in the middle of handing out a part of
 * its pool of buffers, and would be given the same part.
 */
function ownBytes(text: string, room = 0): Buffer {
  const bytes = allocUnsafeSlow(room + byteLength(text));
  bytes.write(text, room);
  return bytes;
}

/** Without a `toJSON` that user code has given to every object, the session's messages included. */
export function toJson(value: unknown): string {
  const everyones = getOwnPropertyDescriptor(prototype, "toJSON");
  if (!everyones?.configurable) return stringify(value);
  delete (prototype as { toJSON?: unknown }).toJSON;
  try {
    return stringify(value);
  } finally {
    defineProperty(prototype, "toJSON", everyones);
  }
}

function sendText(kind: number, text: string): void {
  if (text.length * 3 + headerBytes > scratch.length) sendFrame(kind, attributedRun(), Buffer.from(text));
  else {
    const length = scratch.write(text, headerBytes);
    writeHeader(scratch, length, kind, attributedRun());
    writeAll(outputFd, scratch.subarray(0, headerBytes + length));
  }
}

/** `process.stdout` and `process.stderr` of user code: each write is in the front's pipe before it returns. */
class FramedStream extends Writable {
  readonly fd: number;
  readonly isTTY = false;
  readonly #kind: number;

  constructor(fd: 1 | 2) {
    super({ decodeStrings: false });
    this.fd = fd;
    this.#kind = fd === 1 ? FrameKind.stdout : FrameKind.stderr;
  }

  override write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    if (typeof chunk === "string" && (typeof encoding !== "string" || /^utf-?8$/i.test(encoding)))
      sendText(this.#kind, chunk);
    else if (typeof chunk === "string")
      sendFrame(this.#kind, attributedRun(), Buffer.from(chunk, encoding as BufferEncoding));
    else if (chunk instanceof Uint8Array) sendFrame(this.#kind, attributedRun(), Buffer.from(chunk));
    else throw new TypeError(`stdout and stderr take a string or a Uint8Array, not ${typeof chunk}`);
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") process.nextTick(done as () => void);
    return true;
  }

  /** A notebook's output has no end. */
  override end(): this {
    return this;
  }

  override destroy(): this {
    return this;
  }
}

/** Replaces the standard streams and the console that writes to them. */
export function installStreams(): void {
  const stdout = new FramedStream(1);
  const stderr = new FramedStream(2);
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get: () => stdout });
  Object.defineProperty(process, "stderr", { configurable: true, enumerable: true, get: () => stderr });
  syncBuiltinESMExports();
  // Node's own global console also tells the inspector, which would keep the last thousand logged values alive.
  Object.assign(console, new console.Console({ stdout, stderr }));
}

import { Buffer } from "node:buffer";
import type { CommMessage } from "../interpreter.ts";

/** A comm message as the payload of a frame: the length of the JSON (u32, little-endian), the JSON, then the buffers. */
export function packComm({ buffers, ...rest }: CommMessage, stringify: (value: unknown) => string): Buffer {
  const json = Buffer.from(stringify({ ...rest, lengths: buffers.map((buffer) => buffer.byteLength) }));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(json.length);
  return Buffer.concat([head, json, ...buffers]);
}

/** The message in such a payload. */
export function unpackComm(payload: Buffer): CommMessage {
  const end = 4 + payload.readUInt32LE(0);
  const { lengths, ...rest } = JSON.parse(payload.toString("utf8", 4, end)) as Omit<
    CommMessage,
    "buffers"
  > & {
    readonly lengths: readonly number[];
  };
  let at = end;
  const buffers = lengths.map((length) => {
    at += length;
    return payload.subarray(at - length, at);
  });
  return { ...rest, buffers };
}

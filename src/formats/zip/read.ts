import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { ModelFileError } from "../errors.ts";

const BOMB_FLOOR = 64 * 2 ** 20;
const MAX_EXPANSION = 100;
const MAX_ENTRIES = 10_000;
/** Node cannot hold more in one buffer on every supported version. */
const MAX_SIZE = 4 * 2 ** 30;

/** True if the bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * Reads members of a zip archive into memory. Nothing is written to disk.
 *
 * @param wanted which members to read; every member's name is checked all the same
 * @param source the file's name, for messages
 * @throws ModelFileError if the archive is cut or damaged, names a path outside itself, or unpacks to far more than it holds
 */
export async function readZip(
  bytes: Uint8Array,
  source: string,
  wanted: (name: string) => boolean,
): Promise<Map<string, Uint8Array>> {
  const members = new Map<string, Uint8Array>();
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const archive = await fromBufferPromise(buffer, { lazyEntries: true, strictFileNames: true });
    if (archive.entryCount > MAX_ENTRIES) {
      throw new ModelFileError("unsafe", `${source} has ${archive.entryCount} members; a model has a few.`);
    }
    for await (const entry of archive.eachEntry()) {
      if (members.has(entry.fileName)) {
        throw new ModelFileError(
          "unsafe",
          `${source} holds '${entry.fileName}' twice; refused, since readers disagree on which counts.`,
        );
      }
      if (wanted(entry.fileName)) {
        members.set(entry.fileName, await readMember(archive, entry, source));
      }
    }
  } catch (cause) {
    throw explain(cause, source);
  }
  return members;
}

async function readMember(archive: ZipFile, entry: Entry, source: string): Promise<Uint8Array> {
  const { fileName, uncompressedSize, compressedSize } = entry;
  const isBomb = uncompressedSize > BOMB_FLOOR && uncompressedSize > MAX_EXPANSION * compressedSize;
  if (isBomb || uncompressedSize > MAX_SIZE) {
    throw new ModelFileError(
      "unsafe",
      `${source}: '${fileName}' declares ${uncompressedSize} bytes in ${compressedSize} stored ones; refused as a decompression bomb.`,
    );
  }
  const target = Buffer.alloc(uncompressedSize);
  let filled = 0;
  // The stream itself fails as soon as it holds more or less than was declared.
  for await (const chunk of await archive.openReadStreamPromise(entry)) {
    filled += (chunk as Buffer).copy(target, filled);
  }
  if (crc32(target) !== entry.crc32) {
    throw new ModelFileError(
      "cut",
      `${source} is damaged: the checksum of '${fileName}' does not agree. Copy or save it again.`,
    );
  }
  return target;
}

function explain(cause: unknown, source: string): ModelFileError {
  if (cause instanceof ModelFileError) {
    return cause;
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/relative path|absolute path|invalid characters/.test(message)) {
    return new ModelFileError("unsafe", `${source} names a file outside the archive (${message}); refused.`, {
      cause,
    });
  }
  if (/encrypted|compression method/.test(message)) {
    return new ModelFileError(
      "unsupported",
      `${source} is packed in a way that Keras does not use: ${message}.`,
      { cause },
    );
  }
  return new ModelFileError("cut", `${source} is cut off or damaged: ${message}. Copy or save it again.`, {
    cause,
  });
}

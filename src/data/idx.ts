import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { NDArray } from "../array/ndarray.ts";
import { formatShape, sizeOf } from "../array/shape.ts";

const unsignedByte = 0x08;
const unzip = promisify(gunzip);
/** Images compress to a fifth; what unpacks to more than these is no image. */
const bombFloor = 64 * 2 ** 20;
const maxExpansion = 100;

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST and Fashion-MNIST (yann.lecun.com/exdb/mnist), gzipped or
 * not.
 *
 * @param bytes the file's content
 * @param name what to call the file in an error
 * @returns a uint8 array with the shape that the file states
 * @throws Error when the content is not gzip, not IDX, of another type, not as long as its header says, or a decompression bomb
 */
export async function parseIdx(bytes: Uint8Array, name = "IDX data"): Promise<NDArray<"uint8">> {
  const raw = isGzip(bytes) ? await inflate(bytes, name) : bytes;
  const shape = readHeader(raw, name);
  const values = raw.subarray(4 + 4 * shape.length);
  const expected = sizeOf(shape);
  if (values.length !== expected) {
    const fault = values.length < expected ? "truncated" : "too long";
    throw new Error(
      `${name} is ${fault}: shape ${formatShape(shape)} needs ${expected} bytes, found ${values.length}`,
    );
  }
  return new NDArray(new Uint8Array(values.buffer, values.byteOffset, values.length), shape, "uint8");
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function inflate(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const maxOutputLength = Math.max(bombFloor, maxExpansion * bytes.length);
  try {
    return await unzip(bytes, { maxOutputLength });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new Error(
        `${name} unpacks to more than ${maxOutputLength} bytes from ${bytes.length}; refused as a decompression bomb`,
        { cause },
      );
    }
    throw new Error(`${name} is damaged: its gzip data cannot be read`, { cause });
  }
}

/** The shape that the header states: two zero bytes, the type, the number of axes, then each axis's length. */
function readHeader(raw: Uint8Array, name: string): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  if (raw.length < 4) throw new Error(`${name} is truncated: ${raw.length} bytes hold no IDX header`);
  const magic = view.getUint32(0);
  const axes = magic & 0xff;
  if (magic >>> 16 !== 0 || axes === 0) {
    throw new Error(`${name} is no IDX file: it starts with 0x${magic.toString(16).padStart(8, "0")}`);
  }
  if (((magic >>> 8) & 0xff) !== unsignedByte) {
    throw new Error(
      `${name} holds IDX type 0x${((magic >>> 8) & 0xff).toString(16)}, only unsigned bytes are read`,
    );
  }
  if (raw.length < 4 + 4 * axes) throw new Error(`${name} is truncated inside its IDX header`);
  return Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
}

/** An array as the bytes of an IDX file, not gzipped. */
export function formatIdx({ data, shape }: NDArray<"uint8">): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (unsignedByte << 8) | shape.length);
  for (const [axis, length] of shape.entries()) view.setUint32(4 + 4 * axis, length);
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

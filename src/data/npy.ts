import { NDArray } from "../array/ndarray.ts";
import { formatShape, sizeOf } from "../array/shape.ts";

/**
 * Reads a numpy file (`.npy`) of unsigned bytes in row-major order, as the archives of Keras's data sets hold them.
 *
 * @param name what to call the file in an error
 * @throws Error when the content is no numpy file, of another type or order, or not as long as its header says
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpy(bytes: Uint8Array, name = "numpy data"): NDArray<"uint8"> {
  const { header, end } = readHeader(bytes, name);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  if (type !== "|u1" || !/'fortran_order':\s*False/.test(header)) {
    throw new Error(`${name} holds ${type} numbers, only unsigned bytes (|u1) in row-major order are read`);
  }
  const lengths = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (lengths === undefined) throw new Error(`${name} states no shape`);
  const shape = lengths
    .split(",")
    .filter((length) => length.trim() !== "")
    .map(Number);
  const values = bytes.slice(end);
  if (values.length !== sizeOf(shape)) {
    throw new Error(
      `${name} is damaged: shape ${formatShape(shape)} needs ${sizeOf(shape)} bytes, found ${values.length}`,
    );
  }
  return new NDArray(values, shape, "uint8");
}

/** The header's text and where it ends: magic bytes, version, length in two bytes (version 1) or four, a Python dictionary. */
function readHeader(bytes: Uint8Array, name: string): { header: string; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || bytes[0] !== 0x93 || String.fromCharCode(...bytes.subarray(1, 6)) !== "NUMPY") {
    throw new Error(`${name} is no numpy file`);
  }
  const start = bytes[6] === 1 ? 10 : 12;
  const end = start + (bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw new Error(`${name} is truncated inside its header`);
  return { header: new TextDecoder("latin1").decode(bytes.subarray(start, end)), end };
}

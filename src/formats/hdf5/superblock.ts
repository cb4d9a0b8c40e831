import { ModelFileError } from "../errors.ts";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const NEWEST_SUPERBLOCK = 3;

/** True if the bytes begin as every HDF5 file that Keras writes does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * Checks an HDF5 file's head before the C library sees it.
 *
 * @param source the file's name, for the message
 * @throws ModelFileError if it is no HDF5 file, of a version to come, or shorter than its head says
 * @see HDF5 File Format Specification 3.0, "Format Signature and Superblock"
 */
export function checkSuperblock(bytes: Uint8Array, source: string): void {
  if (!isHdf5(bytes)) {
    throw new ModelFileError(
      "not-a-model",
      `${source} is not an HDF5 file: it does not begin with the HDF5 signature.`,
    );
  }
  const version = bytes[8] ?? Number.NaN;
  if (version > NEWEST_SUPERBLOCK) {
    throw new ModelFileError(
      "future-version",
      `${source} has HDF5 superblock version ${version}; this reader knows up to ${NEWEST_SUPERBLOCK}. Save it again with h5py's libver="v110".`,
    );
  }
  const declared = endOfFile(bytes, version);
  if (declared === undefined || bytes.byteLength < declared) {
    throw new ModelFileError(
      "cut",
      `${source} is cut off: it holds ${bytes.byteLength} bytes, its head says ${declared ?? "more"}. Copy or save it again.`,
    );
  }
}

function endOfFile(bytes: Uint8Array, version: number): number | undefined {
  const widthAt = version < 2 ? 13 : 9;
  const width = bytes[widthAt] ?? 0;
  const firstAddress = version === 0 ? 24 : version === 1 ? 28 : 12;
  const at = firstAddress + 2 * width;
  if (bytes.byteLength < at + width) {
    return undefined;
  }
  let value = 0;
  for (let index = width - 1; index >= 0; index--) {
    value = value * 256 + (bytes[at + index] as number);
  }
  return value;
}

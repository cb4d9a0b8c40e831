import { ModelFileError } from "../errors.ts";

/** Keras's HDF5_OBJECT_HEADER_LIMIT: an HDF5 attribute must stay below 64 kB. */
export const ATTRIBUTE_LIMIT = 64512;

/**
 * Divides a list of names into the fewest equal chunks that fit an HDF5 attribute each, as Keras does.
 *
 * @returns one chunk if all fit
 * @throws ModelFileError if a single name does not fit
 * @see keras/src/legacy/saving/legacy_h5_format.py, save_attributes_to_hdf5_group
 */
export function divideNames(names: readonly string[], limit = ATTRIBUTE_LIMIT): string[][] {
  const widths = names.map((name) => Buffer.byteLength(name));
  const tooLong = names.find((_, index) => (widths[index] as number) > limit);
  if (tooLong !== undefined) {
    throw new ModelFileError(
      "unsupported",
      `The name '${tooLong.slice(0, 40)}...' has more than ${limit} bytes; HDF5 cannot hold it.`,
    );
  }
  // NumPy keeps every name of one array at the width of the longest.
  const width = Math.max(0, ...widths);
  let count = 1;
  while (Math.ceil(names.length / count) * width > limit) {
    count++;
  }
  return splitEvenly(names, count);
}

/** NumPy's array_split: the first `length % count` chunks are one longer. */
function splitEvenly(names: readonly string[], count: number): string[][] {
  const short = Math.floor(names.length / count);
  const longer = names.length % count;
  return Array.from({ length: count }, (_, index) => {
    const start = index * short + Math.min(index, longer);
    return names.slice(start, start + short + (index < longer ? 1 : 0));
  });
}

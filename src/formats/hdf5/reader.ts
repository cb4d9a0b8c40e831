import type { Dataset, File } from "h5wasm";
import { dtypeOf } from "../dtypes.ts";
import { ModelFileError } from "../errors.ts";
import type { WeightData } from "../types.ts";
import { readText } from "./attributeText.ts";
import { guarded } from "./guard.ts";
import { loadHdf5, withMemoryFile } from "./module.ts";
import { checkSuperblock } from "./superblock.ts";

type Hdf5 = Awaited<ReturnType<typeof loadHdf5>>;

/** An array of an HDF5 file. */
export interface StoredArray {
  shape: number[];
  dtype: ReturnType<typeof dtypeOf>;
  data: WeightData;
}

const EXPANSION_FLOOR = 64 * 2 ** 20;
const MAX_EXPANSION = 1000;

/** What the readers of model files need of an HDF5 file; paths are absolute, without a final slash. */
export class Hdf5Reader {
  readonly source: string;
  readonly #hdf5: Hdf5;
  readonly #file: File;
  readonly #fileSize: number;

  constructor(hdf5: Hdf5, file: File, fileSize: number, source: string) {
    this.#hdf5 = hdf5;
    this.#file = file;
    this.#fileSize = fileSize;
    this.source = source;
  }

  /** The names below a group, or [] where there is no such group. */
  keys(path: string): string[] {
    const group = this.#get(path);
    return group instanceof this.#hdf5.Group ? group.keys() : [];
  }

  has(path: string): boolean {
    return this.#get(path) !== null;
  }

  /** A text attribute, or undefined. */
  text(path: string, name: string): string | undefined {
    const value = this.#attribute(path, name);
    return Array.isArray(value) ? value.join("") : value;
  }

  /** A list of names, put together from `name0`, `name1`, ... where Keras had to divide it; undefined if absent. */
  names(path: string, name: string): string[] | undefined {
    const attributes = this.#attributeNames(path);
    if (attributes.includes(name)) {
      return [this.#attribute(path, name) ?? []].flat();
    }
    const chunks: string[][] = [];
    while (attributes.includes(`${name}${chunks.length}`)) {
      chunks.push([this.#attribute(path, `${name}${chunks.length}`) ?? []].flat());
    }
    return chunks.length === 0 ? undefined : chunks.flat();
  }

  /** Reads an array; throws if it is missing, of another kind, or declares more than the file can hold. */
  array(path: string): StoredArray {
    const dataset = this.#get(path);
    if (!(dataset instanceof this.#hdf5.Dataset)) {
      throw new ModelFileError("missing-weights", `${this.source} holds no array at ${path}.`);
    }
    this.#checkArray(dataset, path);
    const value = dataset.value as WeightData | number | bigint;
    const shape = [...(dataset.shape ?? [])];
    const data = typeof value === "object" ? value : scalar(dataset, value);
    return { shape, dtype: dtypeOf(data), data };
  }

  #checkArray(dataset: Dataset, path: string): void {
    const { type, size, total_size, littleEndian } = dataset.metadata;
    const { H5T_INTEGER, H5T_FLOAT } = this.#hdf5.Module.H5T_class_t;
    const numeric = type === H5T_INTEGER.value || (type === H5T_FLOAT.value && size >= 4);
    if (!numeric || !littleEndian) {
      const kind = type === H5T_FLOAT.value && size === 2 ? "float16" : `'${String(dataset.dtype)}'`;
      throw new ModelFileError(
        "unsupported",
        `${this.source}: ${path} has dtype ${kind}; little-endian integers, float32 and float64 can be read. Save the model with dtype "float32".`,
      );
    }
    const declared = size * total_size;
    if (declared > Math.max(EXPANSION_FLOOR, MAX_EXPANSION * this.#fileSize)) {
      throw new ModelFileError(
        "unsafe",
        `${this.source}: ${path} declares ${declared} bytes, but the whole file has ${this.#fileSize}; refused as a decompression bomb.`,
      );
    }
  }

  #get(path: string): ReturnType<File["get"]> {
    if (path === "/") {
      return this.#file;
    }
    // One name at a time: the C library would follow a link in the middle of a path.
    const parent = this.#get(path.slice(0, path.lastIndexOf("/")) || "/");
    if (!(parent instanceof this.#hdf5.Group)) {
      return null;
    }
    const found = this.#file.get(path);
    if (found instanceof this.#hdf5.ExternalLink || found instanceof this.#hdf5.BrokenSoftLink) {
      throw new ModelFileError(
        "unsafe",
        `${this.source}: ${path} links out of the file; links are not followed.`,
      );
    }
    return found;
  }

  #attributeNames(path: string): string[] {
    return this.has(path) ? this.#hdf5.Module.get_attribute_names(this.#file.file_id, path) : [];
  }

  #attribute(path: string, name: string): string | string[] | undefined {
    return this.#attributeNames(path).includes(name)
      ? readText(this.#hdf5.Module, this.#file, path, name)
      : undefined;
  }
}

function scalar(dataset: Dataset, value: number | bigint): WeightData {
  if (typeof value === "bigint") {
    return dataset.metadata.signed ? new BigInt64Array([value]) : new BigUint64Array([value]);
  }
  const { size } = dataset.metadata;
  const isFloat = dataset.dtype === "<f" || dataset.dtype === "<d";
  if (isFloat) {
    return size === 8 ? new Float64Array([value]) : new Float32Array([value]);
  }
  return new Int32Array([value]);
}

/**
 * Opens HDF5 bytes, lends a reader, and closes the file.
 *
 * @param source the file's name, for messages
 * @param patience milliseconds after which the file counts as damaged; by default far more than any whole file takes
 * @throws ModelFileError if the bytes are cut, no HDF5 file, or damaged
 */
export async function readHdf5<T>(
  bytes: Uint8Array,
  source: string,
  read: (reader: Hdf5Reader) => T,
  patience = 10_000 + bytes.byteLength / 10_000,
): Promise<T> {
  checkSuperblock(bytes, source);
  const hdf5 = await loadHdf5();
  const work = () =>
    withMemoryFile(hdf5, (name) => {
      (hdf5.FS as unknown as { writeFile(name: string, bytes: Uint8Array): void }).writeFile(name, bytes);
      const file = new hdf5.File(name, "r");
      try {
        return read(new Hdf5Reader(hdf5, file, bytes.byteLength, source));
      } finally {
        file.close();
      }
    });
  try {
    return guarded(work, patience);
  } catch (cause) {
    if (cause instanceof ModelFileError) throw cause;
    throw new ModelFileError("cut", `${source} is a damaged HDF5 file. Copy or save it again.`, { cause });
  }
}

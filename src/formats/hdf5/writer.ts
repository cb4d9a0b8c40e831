import type { Dtype, File, GuessableDataTypes } from "h5wasm";
import { dtypeOf } from "../dtypes.ts";
import { ModelFileError } from "../errors.ts";
import { elementCount } from "../shapes.ts";
import type { WeightArray, WeightDtype } from "../types.ts";
import { divideNames } from "./divideNames.ts";
import { loadHdf5, withMemoryFile } from "./module.ts";

const CODES: Record<WeightDtype, Dtype> = {
  float32: "<f",
  float64: "<d",
  int8: "<b",
  uint8: "<B",
  int16: "<h",
  uint16: "<H",
  int32: "<i",
  uint32: "<I",
  int64: "<q",
  uint64: "<Q",
};

/** What the writers of model files need of an HDF5 file; paths are absolute, without a final slash. */
export class Hdf5Writer {
  readonly #file: File;
  readonly #groups = new Set(["", "/"]);
  readonly #arrays = new Set<string>();

  constructor(file: File) {
    this.#file = file;
  }

  /** Makes a group and those above it. */
  group(path: string): void {
    if (this.#groups.has(path)) {
      return;
    }
    this.group(path.slice(0, path.lastIndexOf("/")));
    this.#file.create_group(path.slice(1));
    this.#groups.add(path);
  }

  /** Stores a text as h5py stores a `str`: UTF-8 of variable length. */
  text(path: string, name: string, value: string): void {
    this.#object(path).create_attribute(name, value, [], "S");
  }

  /** Stores a list of names, divided over several attributes where it passes Keras's limit. */
  names(path: string, name: string, values: readonly string[]): void {
    const chunks = divideNames(values);
    for (const [index, chunk] of chunks.entries()) {
      const attribute = chunks.length === 1 ? name : `${name}${index}`;
      if (chunk.length === 0) {
        // NumPy makes an empty list a list of floats, and so does Keras.
        this.#object(path).create_attribute(attribute, new Float64Array(0), [0]);
      } else {
        this.#object(path).create_attribute(attribute, [...chunk], [chunk.length], "S");
      }
    }
  }

  /** Stores an array, and makes the groups above it. */
  array(path: string, weight: WeightArray): void {
    const { shape, data, name } = weight;
    if (data.length !== elementCount(shape)) {
      throw new RangeError(
        `Weight '${name}' has ${data.length} values, but its shape [${shape.join(", ")}] asks for ${elementCount(shape)}.`,
      );
    }
    if (this.#arrays.has(path)) {
      throw new ModelFileError(
        "unsupported",
        `Two weights would both be stored at ${path}; give them different names.`,
      );
    }
    this.#arrays.add(path);
    this.group(path.slice(0, path.lastIndexOf("/")));
    const dtype = CODES[dtypeOf(data)];
    this.#file.create_dataset({
      name: path.slice(1),
      data: data as unknown as GuessableDataTypes,
      shape: [...shape],
      dtype,
    });
  }

  #object(path: string) {
    return path === "/" ? this.#file : (this.#file.get(path) as File);
  }
}

/** Makes an HDF5 file in memory. */
export async function writeHdf5(write: (writer: Hdf5Writer) => void): Promise<Uint8Array> {
  const hdf5 = await loadHdf5();
  return withMemoryFile(hdf5, (name) => {
    const file = new hdf5.File(name, "w");
    try {
      write(new Hdf5Writer(file));
    } finally {
      file.close();
    }
    return (hdf5.FS as unknown as { readFile(name: string): Uint8Array }).readFile(name);
  });
}

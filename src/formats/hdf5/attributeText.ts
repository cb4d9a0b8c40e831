import type { File } from "h5wasm";
import type { loadHdf5 } from "./module.ts";

type Module = NonNullable<Awaited<ReturnType<typeof loadHdf5>>["Module"]>;

/**
 * Reads a text attribute as UTF-8. Python writes UTF-8 bytes under the label "ASCII", which h5wasm takes at its
 * word, so that `층` would come out as three letters.
 *
 * @returns one text, a list of texts, or undefined if the attribute is not text (Keras stores an empty list as floats)
 */
export function readText(
  module: Module,
  file: File,
  path: string,
  name: string,
): string | string[] | undefined {
  const metadata = module.get_attribute_metadata(file.file_id, path, name);
  if (metadata.type !== module.H5T_class_t.H5T_STRING.value) {
    return undefined;
  }
  const texts = metadata.vlen
    ? variableLength(file, path, name, metadata.cset === 1)
    : fixedLength(module, file, path, name, metadata);
  return metadata.shape === null || metadata.shape.length === 0 ? (texts[0] ?? "") : texts;
}

function variableLength(file: File, path: string, name: string, isUtf8: boolean): string[] {
  const object = path === "/" ? file : file.get(path);
  const value = (object as unknown as { get_attribute(name: string): string | string[] }).get_attribute(name);
  const texts = Array.isArray(value) ? value : [value];
  return isUtf8 ? texts : texts.map((text) => Buffer.from(text, "latin1").toString("utf8"));
}

function fixedLength(
  module: Module,
  file: File,
  path: string,
  name: string,
  metadata: { size: number; total_size: number },
): string[] {
  const { size, total_size } = metadata;
  const pointer = module._malloc(Math.max(1, size * total_size));
  try {
    module.get_attribute_data(file.file_id, path, name, BigInt(pointer));
    const bytes = Buffer.from(module.HEAPU8.slice(pointer, pointer + size * total_size));
    return Array.from({ length: total_size }, (_, index) =>
      bytes
        .subarray(index * size, (index + 1) * size)
        .toString("utf8")
        .replace(/[\0 ]+$/, ""),
    );
  } finally {
    module._free(pointer);
  }
}

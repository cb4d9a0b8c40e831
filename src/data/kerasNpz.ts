import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { unzipSync } from "fflate";
import { download } from "./download.ts";
import { formatIdx } from "./idx.ts";
import { parseNpy } from "./npy.ts";
import type { Source } from "./sources.ts";

const zip = promisify(gzip);

/** Keras's names of the arrays, in the order of the IDX files. */
const members = ["x_train", "y_train", "x_test", "y_test"];

/**
 * The archive (`.npz`) from which Keras loads a data set of images. Its arrays are written as the IDX files which they were
 * made from, so that the cache is the same whatever the source.
 */
export function kerasNpz({ url, sha256 }: { url: string; sha256: string }): Source {
  return {
    name: url,
    async fetch(files, folder, onProgress) {
      const file = path.join(folder, path.posix.basename(url));
      const bytes = await download(url, file, (done, total) => onProgress({ source: url, done, total }));
      const content = await readFile(file);
      const actual = createHash("sha256").update(content).digest("hex");
      if (actual !== sha256) {
        await rm(file);
        throw new Error(`the file has SHA-256 ${actual}, expected ${sha256}`);
      }
      const arrays = unzipSync(content);
      for (const [i, { name }] of files.entries()) {
        const member = `${members[i]}.npy`;
        const array = parseNpy(arrays[member] ?? new Uint8Array(0), member);
        await writeFile(path.join(folder, name), await zip(formatIdx(array), { level: 1 }));
      }
      return bytes;
    },
  };
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { DatasetFile } from "./datasetFile.ts";

/**
 * Checks a gzipped file's content against its SHA-256.
 *
 * @throws Error when the file is missing, damaged or another file
 */
export async function verifyFile(file: string, expected: DatasetFile): Promise<void> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file), createGunzip(), limited(expected.size), hash);
  } catch (cause) {
    throw new Error(`${file} cannot be unzipped: ${(cause as Error).message}`, { cause });
  }
  const actual = hash.digest("hex");
  if (actual !== expected.sha256) {
    throw new Error(`${file} has SHA-256 ${actual}, expected ${expected.sha256}`);
  }
}

/** Passes on no more than the file is to hold: a decompression bomb would keep the processor busy for hours. */
function limited(size: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > size) done(new Error(`it unpacks to more than the ${size} bytes expected`));
      else done(null, chunk);
    },
  });
}

/** Whether every file is in the folder, by name. */
export async function hasFiles(folder: string, files: readonly DatasetFile[]): Promise<boolean> {
  const found = await Promise.all(
    files.map(({ name }) =>
      stat(path.join(folder, name)).then(
        (entry) => entry.isFile(),
        () => false,
      ),
    ),
  );
  return found.every(Boolean);
}

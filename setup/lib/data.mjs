import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder, project } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

/**
 * The bytes that each file holds when unpacked, which a gzip file states in its last four bytes. Mirrors compress the
 * same content differently; the library checks the content when it puts the files there.
 */
const files = {
  "train-images-idx3-ubyte.gz": 47_040_016,
  "train-labels-idx1-ubyte.gz": 60_008,
  "t10k-images-idx3-ubyte.gz": 7_840_016,
  "t10k-labels-idx1-ubyte.gz": 10_008,
};

export function dataFolder() {
  return path.join(cacheFolder(), "datasets", "fashion-mnist");
}

/** Whether the four files are in the cache, each to its end. */
export function dataIsReady() {
  return Object.entries(files).every(
    ([name, bytes]) => unpackedSize(path.join(dataFolder(), name)) === bytes,
  );
}

/**
 * The size that a gzip file says its content has, or undefined when there is no such file.
 * @param {string} file
 * @see https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
function unpackedSize(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < 18) return undefined;
  const tail = Buffer.alloc(4);
  const handle = openSync(file, "r");
  try {
    readSync(handle, tail, 0, 4, size - 4);
  } finally {
    closeSync(handle);
  }
  return tail.readUInt32LE();
}

/**
 * Has the library fetch Fashion-MNIST into the cache.
 * @param {import("./progress.mjs").Progress} progress
 * @returns {Promise<{dir: string, source: string, bytesDownloaded: number}>}
 */
export async function fetchData(progress) {
  const file = path.join(project.dist, "src", "data", "prepare.js");
  if (!existsSync(file))
    throw new SetupProblem("The library is not built", `${file} is missing`, "npm run build");
  const { prepareFashionMnist } = await import(pathToFileURL(file).href);
  const onProgress = (/** @type {{source: string, done: number, total: number}} */ { done, total }) =>
    progress.update(done, total);
  try {
    return await prepareFashionMnist({ cacheDir: cacheFolder(), onProgress });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupProblem(
      "Fashion-MNIST could not be had",
      why,
      "check the network, then run the same command again",
      { cause: error },
    );
  }
}

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder, project } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

/** Sizes of the files as published by the data set's authors; the library checks their checksums when it puts them there. */
const files = {
  "train-images-idx3-ubyte.gz": 26_421_880,
  "train-labels-idx1-ubyte.gz": 29_515,
  "t10k-images-idx3-ubyte.gz": 4_422_102,
  "t10k-labels-idx1-ubyte.gz": 5_148,
};

export function dataFolder() {
  return path.join(cacheFolder(), "datasets", "fashion-mnist");
}

export function dataIsReady() {
  return Object.entries(files).every(
    ([name, bytes]) => statSync(path.join(dataFolder(), name), { throwIfNoEntry: false })?.size === bytes,
  );
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

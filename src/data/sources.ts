import { copyFile, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { DatasetFile } from "./datasetFile.ts";
import { unpackDebian } from "./debian.ts";
import { download } from "./download.ts";
import { debianFolder, fashionMnistMirrors } from "./fashionMnistFiles.ts";
import { hasFiles } from "./verify.ts";

/** Called while files arrive, in bytes; `total` is 0 where it is not known. */
export type OnProgress = (progress: { source: string; done: number; total: number }) => void;

/** A place that may have the files. */
export interface Source {
  /** What to call it in progress and errors. */
  name: string;
  /** Puts all files into `folder`; returns how many bytes came over the network. */
  fetch(files: readonly DatasetFile[], folder: string, onProgress: OnProgress): Promise<number>;
}

/** The sources of Fashion-MNIST, nearest first. */
export const fashionMnistSources: readonly Source[] = [
  { name: debianFolder, fetch: (files, folder) => copyFrom(debianFolder, files, folder) },
  ...fashionMnistMirrors.map(mirror),
  {
    name: "Debian's package dataset-fashion-mnist",
    fetch: (files, folder) => fromDebian("dataset-fashion-mnist", files, folder),
  },
];

async function copyFrom(from: string, files: readonly DatasetFile[], folder: string): Promise<number> {
  if (!(await hasFiles(from, files))) throw new Error("the files are not there");
  await Promise.all(files.map(({ name }) => copyFile(path.join(from, name), path.join(folder, name))));
  return 0;
}

/** A folder on the network that has every file under its own name. */
export function mirror(url: string): Source {
  return {
    name: url,
    async fetch(files, folder, onProgress) {
      let bytes = 0;
      for (const { name } of files) {
        bytes += await download(new URL(name, url).href, path.join(folder, name), (done, total) =>
          onProgress({ source: url + name, done, total }),
        );
      }
      return bytes;
    },
  };
}

async function fromDebian(name: string, files: readonly DatasetFile[], folder: string): Promise<number> {
  const work = await mkdtemp(path.join(folder, "deb-"));
  try {
    const { tree, bytes } = await unpackDebian(name, work);
    await copyFrom(path.join(tree, debianFolder), files, folder);
    return bytes;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

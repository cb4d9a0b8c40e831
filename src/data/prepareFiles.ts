import { mkdir, rename, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { InterruptWatch } from "../notebook/interrupt.ts";
import { cacheFolder } from "./cache.ts";
import type { DatasetFile, FileSet } from "./datasetFile.ts";
import { DownloadBars } from "./downloadBars.ts";
import { withLock } from "./lock.ts";
import type { OnProgress, Source } from "./sources.ts";
import { hasFiles, verifyFile } from "./verify.ts";

/** Options of what looks for the files of a data set. */
export interface PrepareOptions {
  /** The cache folder; by default `TOILE_CACHE`, else the platform's usual place. */
  cacheDir?: string;
  /** Called while files arrive. Default: a bar for each file, where the running code prints. */
  onProgress?: OnProgress;
  /** Where to look after the cache, in order; by default the data set's own places. */
  sources?: readonly Source[];
}

/** Where the files are and where they came from. */
export interface Prepared {
  /** The folder that holds the files. */
  dir: string;
  /** `"cache"`, or the source that had them. */
  source: string;
  /** How many bytes came over the network. */
  bytesDownloaded: number;
}

/**
 * Makes sure that the files of a data set are in the cache, verified by SHA-256. An interrupted download goes on where it ended; several
 * processes take turns.
 *
 * @throws AggregateError when no source has the files; its message lists each source and why it failed
 */
export async function prepareFiles(
  set: FileSet,
  { cacheDir = cacheFolder(), onProgress, sources = [] }: PrepareOptions,
): Promise<Prepared> {
  const dir = path.join(cacheDir, "datasets", set.folder);
  if (await isComplete(set, dir)) return { dir, source: "cache", bytesDownloaded: 0 };
  await mkdir(dir, { recursive: true });
  return withLock(`${dir}.lock`, async () => {
    if (await isComplete(set, dir)) return { dir, source: "cache", bytesDownloaded: 0 };
    return fill(set, dir, sources, onProgress);
  });
}

/** Whether all files are there and undamaged. */
async function isComplete({ files }: FileSet, dir: string): Promise<boolean> {
  if (!(await hasFiles(dir, files))) return false;
  const checks = files.map((file) => verifyFile(path.join(dir, file.name), file));
  return (await Promise.allSettled(checks)).every(({ status }) => status === "fulfilled");
}

async function fill(
  set: FileSet,
  dir: string,
  sources: readonly Source[],
  onProgress: OnProgress | undefined,
): Promise<Prepared> {
  const failures: Error[] = [];
  const bars = new DownloadBars();
  const interrupt = new InterruptWatch();
  for (const [index, source] of sources.entries()) {
    const partial = `${dir}.partial-${index}`;
    try {
      await mkdir(partial, { recursive: true });
      const bytesDownloaded = await source.fetch(set.files, partial, onProgress ?? bars.onProgress);
      await bars.end();
      await accept(set.files, partial, dir);
      await Promise.all(sources.map((_, i) => rm(`${dir}.partial-${i}`, { recursive: true, force: true })));
      return { dir, source: source.name, bytesDownloaded };
    } catch (cause) {
      await bars.end({ failed: true });
      interrupt.check(`the download of ${set.title}`);
      await rmdir(partial).catch(() => {}); // kept when it holds a part to go on from
      failures.push(new Error(`${source.name}: ${withoutPrefix(cause as Error, source.name)}`, { cause }));
    }
  }
  throw notFound(set, dir, failures);
}

/** Moves verified files to their place; a damaged one is removed, so that the next attempt starts it afresh. */
async function accept(files: readonly DatasetFile[], from: string, to: string): Promise<void> {
  for (const file of files) {
    const staged = path.join(from, file.name);
    await verifyFile(staged, file).catch(async (error) => {
      await rm(staged, { force: true });
      throw error;
    });
  }
  for (const { name } of files) await rename(path.join(from, name), path.join(to, name));
}

function withoutPrefix({ message }: Error, name: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}

function notFound({ title, files }: FileSet, dir: string, failures: readonly Error[]): AggregateError {
  const tried = failures.map(({ message }) => `  - ${message}`).join("\n");
  const names = files.map(({ name }) => name).join(", ");
  return new AggregateError(
    failures,
    `${title} could not be found. Tried:\n${tried}\n` +
      `Connect to the network and run it again, or copy ${names} into ${dir}.`,
  );
}

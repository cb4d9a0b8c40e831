import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fashionMnistFiles } from "../../../src/data/fashionMnistFiles.ts";
import { prepareFashionMnist } from "../../../src/data/prepare.ts";
import type { Source } from "../../../src/data/sources.ts";

let cacheDir: string;
let real: string;
let asked = 0;

beforeEach(async () => {
  real = (await prepareFashionMnist()).dir;
  cacheDir = await mkdtemp(path.join(tmpdir(), "toile-prepare-"));
  asked = 0;
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

/** A source that copies the real files. */
const near: Source = {
  name: "a shelf",
  async fetch(_files, folder) {
    asked++;
    await cp(real, folder, { recursive: true });
    return 7;
  },
};
const empty: Source = {
  name: "an empty shelf",
  fetch: () => Promise.reject(new Error("nothing here")),
};

it("takes the files from the first source that has them, then from the cache", async () => {
  const first = await prepareFashionMnist({ cacheDir, sources: [empty, near] });
  expect(first).toEqual({
    dir: path.join(cacheDir, "datasets", "fashion-mnist"),
    source: "a shelf",
    bytesDownloaded: 7,
  });
  expect((await readdir(first.dir)).sort()).toEqual(fashionMnistFiles.map(({ name }) => name).sort());
  expect(await readdir(path.dirname(first.dir))).toEqual(["fashion-mnist"]);
  expect(await prepareFashionMnist({ cacheDir, sources: [] })).toMatchObject({
    source: "cache",
    bytesDownloaded: 0,
  });
});

it("mends a damaged cache", async () => {
  const { dir } = await prepareFashionMnist({ cacheDir, sources: [near] });
  await truncate(path.join(dir, "t10k-labels-idx1-ubyte.gz"), 100);
  expect((await prepareFashionMnist({ cacheDir, sources: [near] })).source).toBe("a shelf");
  expect((await prepareFashionMnist({ cacheDir, sources: [] })).source).toBe("cache");
});

it("refuses files with another checksum and lists everything it tried", async () => {
  const forged: Source = {
    name: "a forger",
    async fetch(files, folder) {
      await near.fetch(files, folder, () => {});
      await cp(path.join(real, files[3]!.name), path.join(folder, files[1]!.name));
      return 0;
    },
  };
  const attempt = prepareFashionMnist({ cacheDir, sources: [empty, forged] });
  await expect(attempt).rejects.toThrow(AggregateError);
  await expect(attempt).rejects.toThrow(
    /could not be found. Tried:\n {2}- an empty shelf: nothing here\n {2}- a forger: .*train-labels.* has SHA-256 .*\nConnect to the network/,
  );
});

it("lets several callers at once prepare it once", async () => {
  const results = await Promise.all([1, 2, 3].map(() => prepareFashionMnist({ cacheDir, sources: [near] })));
  expect(results.map(({ source }) => source).sort()).toEqual(["a shelf", "cache", "cache"]);
  expect(asked).toBe(1);
});

it("takes over the lock of a process that died", async () => {
  await prepareFashionMnist({ cacheDir, sources: [near] });
  const dir = path.join(cacheDir, "datasets", "fashion-mnist");
  await rm(dir, { recursive: true });
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  await writeFile(`${dir}.lock`, String(pid));
  expect((await prepareFashionMnist({ cacheDir, sources: [near] })).source).toBe("a shelf");
});

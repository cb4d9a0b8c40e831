import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskUsage, ensureLink, readJson, writeJson } from "../../setup/lib/files.mjs";
import { sweep } from "../../setup/lib/sweep.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "toile-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a damaged JSON file counts as absent", () => {
  writeFileSync(path.join(folder, "a.json"), '{"half": ');
  expect(readJson(path.join(folder, "a.json"))).toBeUndefined();
});

test("JSON is written into folders that do not exist yet", () => {
  const file = path.join(folder, "deep", "a.json");
  writeJson(file, { a: 1 });
  expect(readJson(file)).toEqual({ a: 1 });
});

test("a link is made once, and made again when the cache has moved", () => {
  for (const name of ["one", "two"]) {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, "which"), name);
  }
  const link = path.join(folder, "deps", "lib");
  expect(ensureLink(path.join(folder, "one"), link)).toBe(true);
  expect(ensureLink(path.join(folder, "one"), link)).toBe(false);
  expect(ensureLink(path.join(folder, "two"), link)).toBe(true);
  expect(readFileSync(path.join(link, "which"), "utf8")).toBe("two");
});

test("a link takes the place of a folder that an older installation left", () => {
  mkdirSync(path.join(folder, "one"));
  mkdirSync(path.join(folder, "deps", "lib"), { recursive: true });
  ensureLink(path.join(folder, "one"), path.join(folder, "deps", "lib"));
  expect(readlinkSync(path.join(folder, "deps", "lib"))).toBe(path.join(folder, "one"));
  expect(existsSync(path.join(folder, "one"))).toBe(true);
});

test("disk usage counts a linked folder's content once", async () => {
  mkdirSync(path.join(folder, "one"));
  writeFileSync(path.join(folder, "one", "big"), Buffer.alloc(1_000_000, 1));
  const before = await diskUsage(folder);
  ensureLink(path.join(folder, "one"), path.join(folder, "two"));
  expect(before).toBeGreaterThanOrEqual(1_000_000);
  expect(await diskUsage(folder)).toBeLessThan(before + 10_000);
});

test("what a killed set-up left is removed after an hour, and nothing else", () => {
  for (const name of ["zig-abc", "pip-abc", "python", "tensorflow/2.21.0", "tensorflow/2.21.0.77.tmp"]) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  sweep(folder);
  expect(existsSync(path.join(folder, "zig-abc"))).toBe(true);
  sweep(folder, Date.now() + 3_700_000);
  expect(readdirSync(folder).sort()).toEqual(["python", "tensorflow"]);
  expect(readdirSync(path.join(folder, "tensorflow"))).toEqual(["2.21.0"]);
});

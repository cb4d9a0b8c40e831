import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * A JSON file's value, or undefined when the file is absent or damaged.
 * @param {string} file
 * @returns {any}
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Writes a file so that a reader sees the old or the new content, never half of it.
 * @param {string} file
 * @param {string} text
 */
export function writeAtomic(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/**
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value) {
  writeAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * The SHA-256 of a text or a file's bytes, in hexadecimal.
 * @param {string | Buffer} content
 */
export function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Makes `link` a symbolic link to `target`, whatever stood there before; true when it had to change something.
 * @param {string} target
 * @param {string} link
 */
export function ensureLink(target, link) {
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() && readlinkSync(link) === target && existsSync(link)) return false;
  if (there && !there.isSymbolicLink()) rmSync(link, { recursive: true });
  mkdirSync(path.dirname(link), { recursive: true });
  const draft = `${link}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, link);
  return true;
}

/**
 * The bytes that a file or folder takes on disk, links not followed.
 * @param {string} place
 * @returns {Promise<number>}
 */
export async function diskUsage(place) {
  const stat = await lstat(place).catch(() => undefined);
  if (stat === undefined) return 0;
  const own = stat.blocks * 512;
  if (!stat.isDirectory()) return own;
  const names = await readdir(place);
  const sizes = await Promise.all(names.map((name) => diskUsage(path.join(place, name))));
  return sizes.reduce((sum, size) => sum + size, own);
}

/**
 * A folder of one's own, gone when the work is over.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTemporaryFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), "toile-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

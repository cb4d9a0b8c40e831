import { linkSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endOrphans, forgetChildren, noteChildren } from "./orphans.mjs";

const beat = 2_000;
const dead = 30_000;

/**
 * Runs a function while no other set-up writes the same folder; a lock that a killed set-up left is taken over, and what it had
 * started is ended.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {(owner: number) => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, onWait) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, ".lock");
  while (!take(file)) {
    const found = textOf(file);
    const owner = ownerOf(file, found);
    if (owner === undefined) {
      await endOrphans(file);
      // Meanwhile another set-up may have taken its place.
      if (textOf(file) === found) rmSync(file, { force: true });
    } else {
      onWait?.(owner);
      await sleep(500);
    }
  }
  noteChildren(file);
  const heart = setInterval(() => utimesSync(file, new Date(), new Date()), beat);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    forgetChildren();
    rmSync(file, { force: true });
  }
}

/**
 * A hard link appears with its content or not at all.
 * @param {string} file
 */
function take(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${hostname()}`);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * The living process that holds a lock, if any.
 * @param {string} file
 * @param {string | undefined} text what is in it
 */
function ownerOf(file, text) {
  if (text === undefined) return undefined;
  try {
    const [pid, host] = text.split(" ");
    if (Date.now() - statSync(file).mtimeMs > dead) return undefined;
    if (host === hostname()) process.kill(Number(pid), 0);
    return Number(pid);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM" ? 1 : undefined;
  }
}

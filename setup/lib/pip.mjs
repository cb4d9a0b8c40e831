import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder, venvPython } from "./paths.mjs";
import { makeVenv } from "./venv.mjs";

/** The folder in the cache that keeps Python wheels. */
export function wheelsFolder() {
  return path.join(cacheFolder(), "python");
}

/**
 * Gives a function a Python with the pinned pip, made at the first call and removed at the end: an npm package
 * installed somewhere has no virtual environment of its own.
 * @template T
 * @param {string} requirements the pinned pip
 * @param {import("./progress.mjs").Progress} progress
 * @param {(python: () => Promise<string>) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withTemporaryPip(requirements, progress, work) {
  /** @type {string | undefined} */
  let folder;
  try {
    return await work(async () => {
      if (folder) return venvPython(folder);
      mkdirSync(cacheFolder(), { recursive: true });
      folder = mkdtempSync(path.join(cacheFolder(), "pip-"));
      await makeVenv({ venv: folder, requirements, wheels: wheelsFolder(), progress });
      return venvPython(folder);
    });
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package: a clone, or node_modules/toile of another project. */
export const root = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** A clone carries the lockfile; the packed package never does. */
export const isClone = existsSync(path.join(root, "package-lock.json"));

/**
 * The cache folder: TOILE_CACHE, else the platform's usual place. The library looks in the same place.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [platform]
 * @param {string} [home]
 */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env.TOILE_CACHE) return path.resolve(env.TOILE_CACHE);
  if (env.XDG_CACHE_HOME) return path.resolve(env.XDG_CACHE_HOME, "toile");
  return platform === "darwin"
    ? path.join(home, "Library", "Caches", "toile")
    : path.join(home, ".cache", "toile");
}

/** What set-up makes inside a clone. */
export const project = {
  modules: path.join(root, "node_modules"),
  venv: path.join(root, ".venv"),
  testVenv: path.join(root, ".venv-test"),
  state: path.join(root, ".toile"),
  dist: path.join(root, "dist"),
  notebooks: path.join(root, "notebooks"),
};

/**
 * The Python of a virtual environment.
 * @param {string} venv
 */
export function venvPython(venv) {
  return path.join(venv, "bin", "python");
}

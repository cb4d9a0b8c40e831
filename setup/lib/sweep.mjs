import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

const hour = 3_600_000;

/**
 * Removes the temporary folders that a killed set-up left in the cache. A recent one may belong to a set-up that runs.
 * @param {string} cache
 * @param {number} [now]
 */
export function sweep(cache, now = Date.now()) {
  const places = [cache, path.join(cache, "tensorflow"), path.join(cache, "npm", "_cacache", "tmp")];
  for (const place of places.filter((folder) => existsSync(folder))) {
    for (const name of readdirSync(place)) {
      const file = path.join(place, name);
      const temporary = path.basename(place) === "tmp" || /^(pip|zig)-|\.tmp$/.test(name);
      const { mtimeMs = now } = statSync(file, { throwIfNoEntry: false }) ?? {};
      if (temporary && now - mtimeMs > hour) rmSync(file, { recursive: true, force: true });
    }
  }
}

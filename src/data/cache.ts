import { homedir } from "node:os";
import path from "node:path";

/**
 * The folder where the set-up and the library keep what they download: `TOILE_CACHE`, else `XDG_CACHE_HOME`/toile, else the
 * platform's usual place.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.TOILE_CACHE) return path.resolve(env.TOILE_CACHE);
  if (env.XDG_CACHE_HOME) return path.resolve(env.XDG_CACHE_HOME, "toile");
  return process.platform === "darwin"
    ? path.join(homedir(), "Library", "Caches", "toile")
    : path.join(homedir(), ".cache", "toile");
}

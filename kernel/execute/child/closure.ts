import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { completePath } from "./resolve.ts";

interface Scanned {
  readonly stamp: string;
  readonly imports: readonly string[];
}

const scans = new Map<string, Scanned>();
/** Finds more than the real imports (in comments, say), which only makes a version depend on a file too many. */
const specifiers = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/** Changes when the file or any local file that it imports, directly or not, changes. */
export function closureVersion(file: string): string {
  const stamps = [...closureOf(file)].map(([path, stamp]) => `${path}\0${stamp}`).sort();
  return createHash("sha1").update(stamps.join("\0")).digest("base64url").slice(0, 12);
}

function closureOf(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found;
  const { stamp, imports } = scan(file);
  found.set(file, stamp);
  for (const imported of imports) closureOf(imported, found);
  return found;
}

function scan(file: string): Scanned {
  const stamp = stampOf(file);
  const known = scans.get(file);
  if (known && known.stamp === stamp) return known;
  const parent = pathToFileURL(file).href;
  const source = stamp === "" || file.endsWith(".json") ? "" : readFileSync(file, "utf8");
  const imports = [...source.matchAll(specifiers)].map(([, specifier = ""]) => localPath(specifier, parent));
  const scanned = { stamp, imports };
  scans.set(file, scanned);
  return scanned;
}

function localPath(specifier: string, parent: string): string {
  return fileURLToPath(new URL(completePath(specifier, parent), parent));
}

/** Time and size of the file as it is now; empty where there is none. */
export function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "";
}

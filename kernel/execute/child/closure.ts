import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { readSource, virtualFile } from "./virtualFiles.ts";

interface Scanned {
  readonly stamp: string;
  readonly imports: readonly string[];
}

/** Tells which file of the user's a specifier means. */
export interface LocalFiles {
  localFile(specifier: string, parentURL: string): string | undefined;
}

const scans = new Map<string, Scanned>();
/** Finds more than the real imports (in comments, say), which only makes a version depend on a file too many. */
const specifiers = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*["']([^"'\n]+)["']/g;

/** Changes when the file or any local file that it imports, directly or not, changes. */
export function closureVersion(file: string, rules: LocalFiles): string {
  const stamps = [...closureOf(file, rules)].map(([path, stamp]) => `${path}\0${stamp}`).sort();
  return createHash("sha1").update(stamps.join("\0")).digest("base64url").slice(0, 12);
}

function closureOf(file: string, rules: LocalFiles, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found;
  const { stamp, imports } = scan(file, rules);
  found.set(file, stamp);
  for (const imported of imports) closureOf(imported, rules, found);
  return found;
}

function scan(file: string, rules: LocalFiles): Scanned {
  const stamp = stampOf(file);
  const known = scans.get(file);
  if (known && known.stamp === stamp) return known;
  const parent = pathToFileURL(file).href;
  const source = stamp === "" || file.endsWith(".json") ? "" : readSource(file);
  const imports = [...source.matchAll(specifiers)].flatMap(
    ([, specifier = ""]) => rules.localFile(specifier, parent) ?? [],
  );
  const scanned = { stamp, imports };
  scans.set(file, scanned);
  return scanned;
}

/** Time and size of the file as it is now; empty where there is none. */
export function stampOf(file: string): string {
  const virtual = virtualFile(file);
  if (virtual) return `run ${virtual.run}`;
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "";
}

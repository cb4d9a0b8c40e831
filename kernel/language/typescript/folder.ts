import { readFileSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What has changed on disk since the last look. */
export interface Changes {
  /** Packages or settings: the server reads them only when it starts. */
  readonly environment: boolean;
  /** Local files that cells import, directly or not. */
  readonly files: readonly string[];
}

const specifier = /\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;

/** Every module that a text imports by a literal. */
export function specifiersIn(source: string): string[] {
  return [...source.matchAll(specifier)].map(([, name = ""]) => name);
}

/** Looks at a notebook's folder when it is asked to; watching would cost more than it tells. */
export class Folder {
  readonly #path: string;
  readonly #settings: readonly string[];
  readonly #stamps = new Map<string, string>();
  readonly #imports = new Map<string, readonly string[]>();
  #environment: string | undefined;

  constructor(path: string) {
    this.#path = path;
    const above = atOrAbove(path).flatMap((folder) => settings.map((name) => join(folder, name)));
    this.#settings = [join(path, "node_modules"), ...above];
  }

  /** @param imported specifiers in cells */
  look(imported: Iterable<string>): Changes {
    const environment = this.#settings.map(stampOf).join();
    const isOther = this.#environment !== undefined && this.#environment !== environment;
    this.#environment = environment;
    const seen = new Set<string>();
    const changed: string[] = [];
    for (const name of imported) this.#follow(name, this.#path, seen, changed);
    return { environment: isOther, files: changed };
  }

  #follow(name: string, from: string, seen: Set<string>, changed: string[]): void {
    if (!/^\.{0,2}\//.test(name)) return;
    for (const file of candidates(resolve(from, name))) {
      if (seen.has(file)) return;
      const stamp = stampOf(file);
      if (!stamp.startsWith("file ")) continue;
      seen.add(file);
      if (this.#stamps.get(file) !== stamp) {
        if (this.#stamps.has(file)) changed.push(file);
        this.#stamps.set(file, stamp);
        this.#imports.set(file, specifiersIn(readFileSync(file, "utf8")));
      }
      for (const inner of this.#imports.get(file) ?? []) this.#follow(inner, dirname(file), seen, changed);
      return;
    }
  }
}

/** npm writes the last one whenever it has installed something. */
const settings = ["package.json", "tsconfig.json", join("node_modules", ".package-lock.json")];

function atOrAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...atOrAbove(parent)];
}

function candidates(path: string): string[] {
  const typed = path.replace(/\.([mc]?)js(x?)$/, ".$1ts$2");
  const guesses = [".ts", ".tsx", ".mts", ".js", ".jsx", ".d.ts", "/index.ts", "/index.tsx", "/index.js"];
  return [...new Set([path, typed, ...guesses.map((guess) => path + guess)])];
}

function stampOf(path: string): string {
  const stat: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  if (!stat) return "";
  return stat.isFile() ? `file ${stat.mtimeMs} ${stat.size}` : `folder ${stat.mtimeMs}`;
}

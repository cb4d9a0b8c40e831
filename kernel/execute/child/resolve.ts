import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL, URL } from "node:url";
import type { SessionConfig } from "../contract.ts";
import { type FolderSettings, settingsOf } from "../tsconfig.ts";
import { closureVersion } from "./closure.ts";
import { isFile, virtualFile } from "./virtualFiles.ts";

/** One way to look a specifier up; they are tried in order. */
export interface Attempt {
  readonly specifier: string;
  readonly parentURL?: string;
}

/** Name of the referrer for imports in cells; the file need not exist. */
export const notebookFile = "[notebook].ts";
/** Query by which an edited local file is a module of its own. */
export const versionKey = "toile";

/** Where modules of a session come from; the same rules for `import`, `require` and local files. */
export class ModuleRules {
  readonly #config: SessionConfig;
  readonly #packageParent: string | undefined;
  readonly #ownCode: readonly string[];

  constructor(config: SessionConfig) {
    this.#config = config;
    const root = config.packageRoot;
    this.#packageParent = root && pathToFileURL(`${root}${sep}package.json`).href;
    this.#ownCode = root
      ? ["dist", "src", "kernel"].map((folder) => pathToFileURL(`${root}${sep}${folder}${sep}`).href)
      : [];
  }

  /** Whether a module is the user's: a cell or a file of theirs, neither a package nor Toile itself. */
  isUserCode(url: string | undefined): url is string {
    if (!url?.startsWith("file:") || url.includes("/node_modules/")) return false;
    return !this.#isOwn(url);
  }

  /** What the folder's tsconfig.json says; the session's front tells of one that cannot be read. */
  get settings(): FolderSettings {
    try {
      return settingsOf(this.#config.cwd);
    } catch {
      return {};
    }
  }

  attempts(specifier: string, parentURL: string | undefined): Attempt[] {
    const asked: Attempt = parentURL === undefined ? { specifier } : { specifier, parentURL };
    if (!this.isUserCode(parentURL)) return [...this.#redirected(specifier, parentURL), asked];
    if (isPath(specifier)) return [{ specifier: completePath(specifier, parentURL), parentURL }];
    if (isBuiltin(specifier)) return [asked];
    return [...this.#mapped(specifier, parentURL), ...this.#packages(specifier, asked)];
  }

  /** By `paths` and `baseUrl` of the folder's tsconfig.json, where there is such a file. */
  #mapped(specifier: string, parentURL: string): Attempt[] {
    const files = this.settings.paths?.(specifier) ?? [];
    const found = files.map((file) => completePath(pathToFileURL(file).href, parentURL));
    return found.filter((url) => isFile(fileURLToPath(url))).map((url) => ({ specifier: url, parentURL }));
  }

  #packages(specifier: string, asked: Attempt): Attempt[] {
    const parent = this.#packageParent;
    if (parent === undefined || URL.canParse(specifier)) return [asked];
    return [...this.#redirected(specifier, asked.parentURL), asked, { specifier, parentURL: parent }];
  }

  /** Packages are led elsewhere as cells are: what they show belongs into the notebook as well. */
  #redirected(specifier: string, parentURL: string | undefined): Attempt[] {
    const { redirects } = this.#config;
    const parent = this.#packageParent;
    if (parent === undefined || !Object.hasOwn(redirects, specifier)) return [];
    if (parentURL === undefined || this.#isOwn(parentURL)) return [];
    return [{ specifier: redirects[specifier]!, parentURL: parent }];
  }

  #isOwn(url: string): boolean {
    return this.#ownCode.some((folder) => url.startsWith(folder));
  }

  /** The user's file that a specifier means, without looking into packages. */
  localFile(specifier: string, parentURL: string): string | undefined {
    try {
      if (isPath(specifier)) return fileURLToPath(new URL(completePath(specifier, parentURL), parentURL));
      const [mapped] = isBuiltin(specifier) ? [] : this.#mapped(specifier, parentURL);
      return mapped && fileURLToPath(mapped.specifier);
    } catch {
      return undefined; // Not a path at all: text in a comment that looks like an import.
    }
  }

  /** The path of the session's own file that a way to look up means. */
  virtualPath({ specifier, parentURL }: Attempt): string | undefined {
    if (!isPath(specifier) || !this.isUserCode(parentURL)) return undefined;
    const path = fileURLToPath(new URL(specifier, parentURL));
    return virtualFile(path) && path;
  }

  /** The same as a URL, from which stacks lead back to the cell. */
  virtualUrl(attempt: Attempt): string | undefined {
    const path = this.virtualPath(attempt);
    return path && `${this.versioned(pathToFileURL(path).href)}.${virtualFile(path)?.run}`;
  }

  /** Files by which the types of a module can be found; for a package one in its folder. */
  filesOf(specifier: string, parentURL: string): string[] {
    const { packageRoot: root } = this.#config;
    if (isBuiltin(specifier)) {
      const types = `${specifier.replace(/^node:/, "")}.d.ts`;
      return root === undefined ? [] : [join(root, "node_modules", "@types", "node", types)];
    }
    const found = this.attempts(specifier, parentURL).flatMap((attempt) => {
      const parent = attempt.parentURL ?? parentURL;
      if (isPath(attempt.specifier)) return this.localFile(attempt.specifier, parent) ?? [];
      const folder = packageFolder(attempt.specifier, fileURLToPath(parent));
      return folder === undefined ? [] : join(folder, "index.js");
    });
    return root === undefined ? found : [...found, join(root, "index.js")];
  }

  /** A local file's URL with the version of everything it imports, so that an edit makes it a new module. */
  versioned(url: string): string {
    if (!this.isUserCode(url) || url.includes("?") || !reloadable.has(extname(new URL(url).pathname)))
      return url;
    return `${url}?${versionKey}=${closureVersion(fileURLToPath(url), this)}`;
  }
}

const reloadable = new Set([".ts", ".mts", ".cts", ".tsx", ".jsx", ".js", ".mjs", ".cjs", ".json"]);

function packageFolder(specifier: string, from: string): string | undefined {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) return undefined;
  }
}

export function isPath(specifier: string): boolean {
  return /^(\.{1,2}(\/|$)|\/|file:)/.test(specifier);
}

const guesses = [
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".json",
  "/index.ts",
  "/index.tsx",
  "/index.js",
];

/** `./x` -> `./x.ts`, and `./x.js` -> `./x.ts` where only that exists, as TypeScript resolves them. */
export function completePath(specifier: string, parentURL: string): string {
  const url = new URL(specifier, parentURL);
  const file = fileURLToPath(url);
  if (isFile(file)) return specifier;
  const typed = file.replace(/\.([mc]?)js(x?)$/, ".$1ts$2");
  const found = [typed, ...guesses.map((guess) => file + guess)].find(isFile);
  return found === undefined ? specifier : pathToFileURL(found).href;
}

/** Whether a failed look-up may go on with the next attempt. */
export function isNotFound(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED"
  );
}

export function folderOf(url: string): string {
  return dirname(fileURLToPath(url));
}

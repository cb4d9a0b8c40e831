import Module, { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { SessionConfig } from "../contract.ts";
import { stampOf } from "./closure.ts";
import { tellImport } from "./importError.ts";
import { compileCommonJs } from "./loader.ts";
import { own } from "./own.ts";
import { isNotFound, type ModuleRules } from "./resolve.ts";
import { patchStarters } from "./starters.ts";

type Resolve = (
  request: string,
  parent: { filename?: string | null } | null | undefined,
  ...rest: unknown[]
) => string;

let applied = false;

/**
 * Applies the module rules to CommonJS: to what a cell requires, and to files that it imports and which require in their turn; and to the
 * threads and processes that these start.
 */
export function applyRules(config: SessionConfig, rules: ModuleRules): void {
  if (applied) return;
  applied = true;
  patchStarters(config, rules);
  patchResolution(rules);
  compileRequired(rules);
}

/** Gives cells a `require` of the notebook's folder; ready on first use. */
export function installRequire(filename: string, config: SessionConfig, rules: ModuleRules): void {
  let made: NodeJS.Require | undefined;
  const make = () => {
    if (made) return made;
    applyRules(config, rules);
    const plain = createRequire(filename);
    const fresh = (id: string) => {
      forgetEdited(rules);
      try {
        return plain(id);
      } catch (error) {
        throw tellImport(error, new own.Error("asked here"), filename);
      } finally {
        noteLoaded(rules);
      }
    };
    made = Object.assign(fresh, plain);
    return made;
  };
  const set = (value: unknown) =>
    Object.defineProperty(globalThis, "require", { value, configurable: true, writable: true });
  Object.defineProperty(globalThis, "require", { configurable: true, get: make, set });
}

function patchResolution(rules: ModuleRules): void {
  const inner = Module as unknown as { _resolveFilename: Resolve };
  const original = inner._resolveFilename;
  inner._resolveFilename = (request, parent, ...rest) => {
    const parentURL = parent?.filename ? pathToFileURL(parent.filename).href : undefined;
    let failure: unknown;
    for (const attempt of rules.attempts(request, parentURL)) {
      const virtual = rules.virtualPath(attempt);
      if (virtual !== undefined) return virtual;
      try {
        if (attempt.parentURL === parentURL) return original.call(Module, request, parent, ...rest);
        return createRequire(attempt.parentURL!).resolve(attempt.specifier);
      } catch (error) {
        if (!isNotFound(error)) throw error;
        failure ??= error;
      }
    }
    throw failure;
  };
}

type Extension = (module: { _compile(code: string, file: string): void }, file: string) => void;

/** `require("./x.ts")`, which Node before 22 reads as JavaScript. */
function compileRequired(rules: ModuleRules): void {
  const { _extensions: extensions } = Module as unknown as { _extensions: Record<string, Extension> };
  for (const extension of [".ts", ".tsx", ".cts", ".mts", ".jsx"]) {
    const original = extensions[extension] ?? extensions[".js"];
    extensions[extension] = (module, file) => {
      if (!rules.isUserCode(pathToFileURL(file).href)) return original?.(module, file);
      module._compile(compileCommonJs(rules, file), file);
    };
  }
}

const stamps = new Map<string, string>();
const { cache } = createRequire(import.meta.url);

function userFiles(rules: ModuleRules): string[] {
  return Object.keys(cache).filter((file) => rules.isUserCode(pathToFileURL(file).href));
}

/** Remembers what the user's CommonJS modules looked like when they were loaded. */
export function noteLoaded(rules: ModuleRules): void {
  for (const file of userFiles(rules)) if (!stamps.has(file)) stamps.set(file, stampOf(file));
}

/** Drops the user's CommonJS modules from the cache when one of them was edited. */
export function forgetEdited(rules: ModuleRules): void {
  const files = userFiles(rules);
  if (!files.some((file) => stamps.has(file) && stampOf(file) !== stamps.get(file))) return;
  for (const file of files) {
    delete cache[file];
    stamps.delete(file);
  }
}

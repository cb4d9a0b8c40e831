import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL, URL } from "node:url";
import vm from "node:vm";
import type { SessionConfig } from "../contract.ts";
import { followMaps, type Hooks, installHooks } from "./hooks.ts";
import { tellImport } from "./importError.ts";
import { isTypeName } from "./missingName.ts";
import { own } from "./own.ts";
import { quietly } from "./quietly.ts";
import { applyRules, forgetEdited, installRequire, noteLoaded } from "./require.ts";
import { completePath, isNotFound, isPath, ModuleRules, notebookFile } from "./resolve.ts";
import { setVirtualFile, type VirtualFile } from "./virtualFiles.ts";

type Namespace = Record<string, unknown>;

/** What cells use in the place of `import` and `import.meta`. */
export interface Importer {
  import(specifier: string, names?: readonly string[] | object, options?: object): Promise<Namespace>;
  readonly meta: ImportMeta;
  /** Makes a cell a module that others import as `./name`. */
  define(name: string, file: VirtualFile): Promise<void>;
}

/** The importer of cells: modules are looked up from the notebook's folder. */
export function createImporter(config: SessionConfig): Importer {
  const filename = join(config.cwd, notebookFile);
  const rules = new ModuleRules(config);
  const load = new vm.Script("(specifier, options) => import(specifier, options)", {
    filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext() as (specifier: string, options?: object) => Promise<Namespace>;
  let hooks: Promise<Hooks> | undefined;
  installRequire(filename, config, rules);
  return {
    async import(specifier, names, options) {
      const asked = new own.Error("asked here");
      const isStatic = Array.isArray(names);
      hooks ??= installHooks(config, rules);
      applyRules(config, rules);
      followMaps(await hooks);
      forgetEdited(rules);
      const namespace = await quietly("USE_MAIN_CONTEXT_DEFAULT_LOADER", () =>
        load(specifier, isStatic ? options : (names as object | undefined)),
      ).catch((error: unknown) => {
        throw tellImport(error, asked, filename);
      });
      noteLoaded(rules);
      if (!isStatic) return namespace;
      const found = withDefaultNames(namespace, names);
      checkNames(found, names, specifier, rules, filename);
      return found;
    },
    meta: createMeta(filename, config.cwd, rules),
    async define(name, file) {
      const path = join(config.cwd, `${name}.ts`);
      setVirtualFile(path, file);
      (await hooks)?.share(path, file);
    },
  };
}

/** CommonJS packages whose names Node cannot find by reading them still have them on `module.exports`. */
function withDefaultNames(namespace: Namespace, names: readonly string[]): Namespace {
  const { default: main } = namespace;
  if ((typeof main !== "object" && typeof main !== "function") || main === null) return namespace;
  const exported = main as Namespace;
  if (names.includes("*"))
    return exported.__esModule === true && !names.includes("default") ? exported : namespace;
  const missing = names.filter((name) => !(name in namespace) && name in exported);
  if (missing.length === 0) return namespace;
  return { ...namespace, ...Object.fromEntries(missing.map((name) => [name, exported[name]])) };
}

/** Node's own words for it; what is only a type has no value and stays `undefined`. */
function checkNames(
  found: Namespace,
  names: readonly string[],
  specifier: string,
  rules: ModuleRules,
  filename: string,
): void {
  for (const name of names) {
    if (name === "*" || name in found) continue;
    const files = rules.filesOf(specifier, pathToFileURL(filename).href);
    if (name !== "default" && files.some((file) => isTypeName(name, file))) continue;
    throw new SyntaxError(
      `The requested module '${specifier}' does not provide an export named '${name}'${nearest(name, found)}`,
    );
  }
}

/** The way out, where the slip is one of case or of the default. */
function nearest(name: string, found: Namespace): string {
  const exported = Object.keys(found);
  const same = exported.find((other) => other.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return `; it has '${same}'`;
  const shown = exported.slice(0, 12).map((other) => `'${other}'`);
  return exported.length === 0 ? "" : `; it has ${shown.join(", ")}${exported.length > 12 ? ", …" : ""}`;
}

function resolvePackage(specifier: string, parentURL: string, rules: ModuleRules): string {
  let failure: unknown;
  for (const attempt of rules.attempts(specifier, parentURL)) {
    try {
      if (isPath(attempt.specifier)) return fileURLToPath(attempt.specifier);
      return createRequire(attempt.parentURL ?? parentURL).resolve(attempt.specifier);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

function createMeta(filename: string, dirname: string, rules: ModuleRules): ImportMeta {
  const url = pathToFileURL(filename).href;
  const resolve = (specifier: string) => {
    if (isPath(specifier)) return new URL(completePath(specifier, url), url).href;
    if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
    if (URL.canParse(specifier)) return specifier;
    return pathToFileURL(resolvePackage(specifier, url, rules)).href;
  };
  return Object.assign(Object.create(null), { dirname, filename: fileURLToPath(url), resolve, url });
}

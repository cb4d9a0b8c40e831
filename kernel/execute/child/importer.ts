import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { decodeMappings } from "../../transform/sourceMap.ts";
import type { SessionConfig } from "../contract.ts";
import { installHooks } from "./hooks.ts";
import { loadedMaps } from "./loader.ts";
import { quietly } from "./quietly.ts";
import { forgetEdited, installRequire, noteLoaded } from "./require.ts";
import { ModuleRules, notebookFile } from "./resolve.ts";
import { fileMaps } from "./stack.ts";

type Namespace = Record<string, unknown>;

/** What cells use in the place of `import` and `import.meta`. */
export interface Importer {
  import(specifier: string, names?: readonly string[] | object, options?: object): Promise<Namespace>;
  readonly meta: ImportMeta;
}

/** The importer of cells: modules are looked up from the notebook's folder. */
export function createImporter(config: SessionConfig): Importer {
  const filename = join(config.cwd, notebookFile);
  const rules = new ModuleRules(config);
  const load = new vm.Script("(specifier, options) => import(specifier, options)", {
    filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext() as (specifier: string, options?: object) => Promise<Namespace>;
  let hooks: Promise<() => void> | undefined;
  installRequire(filename, rules);
  return {
    async import(specifier, names, options) {
      const isStatic = Array.isArray(names);
      hooks ??= installHooks(config, rules);
      const refresh = await hooks;
      fileMaps.find = (url) => {
        refresh();
        const mappings = loadedMaps.get(url);
        return mappings === undefined ? undefined : decodeMappings(mappings);
      };
      forgetEdited(rules);
      const namespace = await quietly("USE_MAIN_CONTEXT_DEFAULT_LOADER", () =>
        load(specifier, isStatic ? options : (names as object | undefined)),
      );
      noteLoaded(rules);
      return isStatic ? withDefaultNames(namespace, names) : namespace;
    },
    meta: createMeta(filename, config.cwd),
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

function createMeta(filename: string, dirname: string): ImportMeta {
  const url = pathToFileURL(filename).href;
  const resolve = (specifier: string) => {
    const path = createRequire(filename).resolve(specifier);
    return path.startsWith("node:") || !path.includes("/") ? path : pathToFileURL(path).href;
  };
  return { url, filename: fileURLToPath(url), dirname, resolve } as ImportMeta;
}

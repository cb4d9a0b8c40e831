import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TsConfigJson } from "get-tsconfig";
import type { CompileSettings, JsxSettings } from "../transform/settings.ts";

/** What a folder's `tsconfig.json` means for the code in it. */
export interface FolderSettings extends CompileSettings {
  /** Files that a bare specifier may mean by `paths` and `baseUrl`, in order. */
  readonly paths?: (specifier: string) => string[];
}

type CompilerOptions = NonNullable<TsConfigJson["compilerOptions"]>;

const known = new Map<string, { readonly stamp: string; readonly settings: FolderSettings }>();

/**
 * The settings of the nearest `tsconfig.json` at or above a folder, what it extends included; read again when that file has changed.
 *
 * Without a `jsx` option JSX is React's or Preact's automatic runtime where the folder has the package, else `React.createElement`.
 *
 * @throws {Error} naming the file, for one that cannot be read
 */
export function settingsOf(folder: string): FolderSettings {
  const path = findConfig(folder);
  const stamp = path === undefined ? "" : `${path} ${statSync(path).mtimeMs}`;
  const found = known.get(folder);
  if (found && found.stamp === stamp) return found.settings;
  const settings = readSettings(folder, path);
  known.set(folder, { stamp, settings });
  return settings;
}

/** Only for folders that need it: loading it costs as much as starting a session. */
function reader(): typeof import("get-tsconfig") {
  return createRequire(import.meta.url)("get-tsconfig") as typeof import("get-tsconfig");
}

function findConfig(folder: string): string | undefined {
  const path = join(folder, "tsconfig.json");
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findConfig(parent);
}

function readSettings(folder: string, path: string | undefined): FolderSettings {
  if (path === undefined) return withoutUndefined<FolderSettings>({ jsx: installedJsx(folder) });
  const config = parse(path);
  const options = config.compilerOptions ?? {};
  return withoutUndefined<FolderSettings>({
    jsx: jsxSettings(options) ?? installedJsx(folder),
    experimentalDecorators: options.experimentalDecorators,
    useDefineForClassFields: options.useDefineForClassFields ?? targetDefinesFields(options.target),
    paths: reader().createPathsMatcher({ path, config }) ?? undefined,
  });
}

function parse(path: string): TsConfigJson {
  try {
    return reader().parseTsconfig(path);
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** TypeScript's own default: fields are defined as the standard says from ES2022 on. */
function targetDefinesFields(target: string | undefined): boolean | undefined {
  return target === undefined ? undefined : !/^es(3|5|6|20(1\d|20|21))$/i.test(target);
}

function jsxSettings({
  jsx,
  jsxImportSource,
  jsxFactory,
  jsxFragmentFactory,
}: CompilerOptions): JsxSettings | undefined {
  if (jsx === "react-jsx" || jsx === "react-jsxdev" || (jsx !== "react" && jsxImportSource !== undefined))
    return withoutUndefined<JsxSettings>({ runtime: "automatic", importSource: jsxImportSource });
  if (jsx !== "react" && jsxFactory === undefined) return undefined;
  return withoutUndefined<JsxSettings>({
    runtime: "classic",
    factory: jsxFactory,
    fragmentFactory: jsxFragmentFactory,
  });
}

function installedJsx(folder: string): JsxSettings | undefined {
  const importSource = ["react", "preact"].find((name) => isInstalled(name, folder));
  return importSource === undefined ? undefined : { runtime: "automatic", importSource };
}

function isInstalled(name: string, folder: string): boolean {
  if (existsSync(join(folder, "node_modules", name, "jsx-runtime", "package.json"))) return true;
  if (existsSync(join(folder, "node_modules", name, "jsx-runtime.js"))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInstalled(name, parent);
}

/** Optional properties are absent rather than `undefined`. */
function withoutUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

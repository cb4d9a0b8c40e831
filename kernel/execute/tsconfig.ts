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

interface Known {
  /** The `tsconfig.json` and all that it extends. */
  readonly files: readonly string[];
  readonly stamp: string;
  readonly settings: FolderSettings;
}

const known = new Map<string, Known>();

/**
 * The settings of the nearest `tsconfig.json` at or above a folder, read again when it or a file that it extends has changed.
 *
 * Without a `jsx` option JSX is React's or Preact's automatic runtime where the folder has the package, else `React.createElement`.
 *
 * @throws {Error} naming the file, for one that cannot be read
 */
export function settingsOf(folder: string): FolderSettings {
  const path = findConfig(folder);
  const found = known.get(folder);
  if (found && found.files[0] === path && found.stamp === stampOf(found.files)) return found.settings;
  const read = readSettings(folder, path);
  known.set(folder, { ...read, stamp: stampOf(read.files) });
  return read.settings;
}

/** The nearest `tsconfig.json` at or above a folder with what it extends taken in; none where it cannot be read. */
export function tsconfigOf(
  folder: string,
): { readonly path: string; readonly compilerOptions: Readonly<Record<string, unknown>> } | undefined {
  const path = findConfig(folder);
  if (path === undefined) return undefined;
  try {
    return { path, compilerOptions: { ...parse(path).config.compilerOptions } };
  } catch {
    return undefined; // The session says so with the next cell.
  }
}

function stampOf(files: readonly string[]): string {
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return stats.map((stat) => `${stat?.mtimeMs} ${stat?.size}`).join();
}

/** Only for folders that need it: loading it costs as much as starting a session. */
function reader(): typeof import("get-tsconfig") {
  return createRequire(import.meta.url)("get-tsconfig") as typeof import("get-tsconfig");
}

/** Only a file: the front would wait for a pipe of that name, or read a device without end. */
function findConfig(folder: string): string | undefined {
  const path = join(folder, "tsconfig.json");
  if (existsSync(path) && statSync(path).isFile()) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findConfig(parent);
}

function readSettings(folder: string, path: string | undefined): Omit<Known, "stamp"> {
  if (path === undefined)
    return { files: [], settings: withoutUndefined<FolderSettings>({ jsx: installedJsx(folder) }) };
  const { config, files } = parse(path);
  const options = config.compilerOptions ?? {};
  const { experimentalDecorators } = options;
  const settings = withoutUndefined<FolderSettings>({
    jsx: jsxSettings(options) ?? installedJsx(folder),
    experimentalDecorators,
    emitDecoratorMetadata: experimentalDecorators && options.emitDecoratorMetadata,
    useDefineForClassFields: options.useDefineForClassFields ?? targetDefinesFields(options.target),
    paths: reader().createPathsMatcher({ path, config }) ?? undefined,
  });
  return { files, settings };
}

/** The reader notes in its cache which files it has read: the one that was asked for first, then what that extends. */
function parse(path: string): { config: TsConfigJson; files: string[] } {
  const cache = new Map<string, never>();
  try {
    const config = reader().parseTsconfig(path, cache);
    const extended = [...cache.keys()].flatMap((key) => /^readFileSync:(.*):[^:]*$/s.exec(key)?.[1] ?? []);
    return { config, files: [path, ...extended] };
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

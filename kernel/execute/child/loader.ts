import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL, URL } from "node:url";
import type { TransformFailure } from "esbuild";
import { esbuildJsx } from "../../transform/esbuildJsx.ts";
import type { CompileSettings } from "../../transform/settings.ts";
import type { ModuleRules } from "./resolve.ts";
import { readSource, virtualFile } from "./virtualFiles.ts";

export interface Loaded {
  readonly format: "module" | "commonjs";
  readonly shortCircuit: true;
  readonly source: string;
}

type Strip = typeof import("../../transform/stripTypes.ts").stripTypes;
let strip: Strip | undefined;
/** Mappings of the local files as loaded, by URL without the version. */
export const loadedMaps = new Map<string, string>();

/** Loads the compiler; synchronous hooks cannot. */
export async function prepareCompiler(): Promise<void> {
  strip ??= (await import("../../transform/stripTypes.ts")).stripTypes;
}

const typed = new Set([".ts", ".mts", ".cts", ".tsx", ".jsx"]);

/** Whether the loader compiles this module itself rather than leaving it to Node. */
export function isCompiled(rules: ModuleRules, url: string): boolean {
  return rules.isUserCode(url) && typed.has(extname(new URL(url).pathname));
}

/** The user's own TypeScript as JavaScript. */
export function compile(rules: ModuleRules, url: string): Loaded {
  const bare = url.replace(/\?.*$/, "");
  const file = fileURLToPath(bare);
  const virtual = virtualFile(file);
  if (virtual) return { format: "module", shortCircuit: true, source: virtual.javaScript };
  if (!strip)
    throw new Error(
      `${url} was asked for before the TypeScript compiler was loaded; use import rather than require`,
    );
  const { code, mappings } = stripFile(strip, file, rules.settings);
  loadedMaps.set(bare, mappings);
  return { format: file.endsWith(".cts") ? "commonjs" : "module", shortCircuit: true, source: code };
}

/** The user's own TypeScript for `require`, at once: the compiler that imports use cannot be loaded in the middle of a call. */
export function compileCommonJs(rules: ModuleRules, file: string): string {
  const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const { experimentalDecorators = false, useDefineForClassFields = true } = rules.settings;
  try {
    const { code, map } = transformSync(virtualFile(file)?.javaScript ?? readSource(file), {
      loader: /x$/.test(file) ? "tsx" : "ts",
      target: ["es2022"],
      format: "cjs",
      sourcemap: true,
      sourcesContent: false,
      ...esbuildJsx(rules.settings.jsx),
      tsconfigRaw: { compilerOptions: { useDefineForClassFields, experimentalDecorators } },
    });
    loadedMaps.set(pathToFileURL(file).href, (JSON.parse(map) as { mappings: string }).mappings);
    return code;
  } catch (cause) {
    const [error] = (cause as Partial<TransformFailure>).errors ?? [];
    if (!error?.location) throw cause;
    throw new SyntaxError(`${error.text} (${file}:${error.location.line}:${error.location.column + 1})`);
  }
}

/** A mistake in a file says in which, since no cell can show it. */
function stripFile(stripTypes: Strip, file: string, settings: CompileSettings): ReturnType<Strip> {
  try {
    return stripTypes(readSource(file), {
      language: /x$/.test(file) ? "tsx" : "ts",
      file,
      settings,
      keepImports: false,
      ...(file.endsWith(".cts") ? { commonJs: true } : {}),
    });
  } catch (cause) {
    const { message, line, column } = cause as { message: string; line?: number; column?: number };
    if (line === undefined) throw cause;
    throw new SyntaxError(`${message} (${file}:${line}:${column})`);
  }
}

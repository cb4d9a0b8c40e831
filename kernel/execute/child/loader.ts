import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ModuleRules } from "./resolve.ts";

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
export function compile(url: string): Loaded {
  if (!strip)
    throw new Error(
      `${url} was asked for before the TypeScript compiler was loaded; use import rather than require`,
    );
  const bare = url.replace(/\?.*$/, "");
  const file = fileURLToPath(bare);
  const { code, mappings } = stripFile(strip, file);
  loadedMaps.set(bare, mappings);
  return { format: file.endsWith(".cts") ? "commonjs" : "module", shortCircuit: true, source: code };
}

/** A mistake in a file says in which, since no cell can show it. */
function stripFile(stripTypes: Strip, file: string): ReturnType<Strip> {
  try {
    return stripTypes(readFileSync(file, "utf8"), { jsx: /x$/.test(file), file });
  } catch (cause) {
    const { message, line, column } = cause as { message: string; line?: number; column?: number };
    if (line === undefined) throw cause;
    throw new SyntaxError(`${message} (${file}:${line}:${column})`);
  }
}

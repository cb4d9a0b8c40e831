import { createRequire } from "node:module";
import type { TransformFailure, TransformOptions } from "esbuild";
import { esbuildJsx } from "./esbuildJsx.ts";
import type { Language } from "./parse.ts";
import type { CompileSettings } from "./settings.ts";
import { CellSyntaxError } from "./syntaxError.ts";

/** How a text is lowered. */
export interface LowerOptions {
  readonly language: Language | "js";
  readonly settings: CompileSettings;
  /** Whether imports stay that nothing in the text uses. */
  readonly keepImports: boolean;
  /** Whether `import` and `export` become `require` and `exports`. */
  readonly commonJs: boolean;
  /** `esnext` leaves newer syntax as it is. */
  readonly target?: "es2022" | "esnext";
}

/**
 * TypeScript to the JavaScript that every Node runs, by esbuild.
 *
 * @throws {CellSyntaxError} for text that is not TypeScript
 */
export function lower(
  source: string,
  { language, settings, keepImports, commonJs, target = "es2022" }: LowerOptions,
): { code: string; mappings: string; lowered: true } {
  const { jsx, experimentalDecorators = false, useDefineForClassFields = true } = settings;
  const { code, map } = withEsbuild(source, {
    loader: language,
    target: [target],
    supported: { "top-level-await": true },
    format: commonJs ? "cjs" : "esm",
    sourcemap: true,
    sourcesContent: false,
    ...esbuildJsx(jsx),
    tsconfigRaw: {
      compilerOptions: { verbatimModuleSyntax: keepImports, useDefineForClassFields, experimentalDecorators },
    },
  });
  return { code, mappings: (JSON.parse(map) as { mappings: string }).mappings, lowered: true };
}

/** Without it a text that says `module.exports` would be taken for CommonJS and wrapped in a function. */
const isModule = "\nexport {};";

/**
 * esbuild, with its complaints at their place in the cell.
 *
 * It is CommonJS and few texts need it: to import it, Node 22 would load its reader of CommonJS names, which fails for good in a session
 * whose code has replaced `Promise`.
 */
function withEsbuild(source: string, options: TransformOptions): { code: string; map: string } {
  const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  try {
    return transformSync(options.format === "esm" ? source + isModule : source, {
      ...options,
      logLevel: "silent",
    });
  } catch (failure) {
    const [error] = (failure as Partial<TransformFailure>).errors ?? [];
    if (!error?.location) throw failure;
    const { line, column } = error.location;
    const before =
      source
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length + (line > 1 ? 1 : 0);
    const bytes = Buffer.from(source.slice(before)).subarray(0, column);
    throw new CellSyntaxError(error.text, source, before + bytes.toString().length);
  }
}

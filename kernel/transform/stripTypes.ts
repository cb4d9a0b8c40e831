import { transformSync as esbuildTransform } from "esbuild";
import { transformSync } from "oxc-transform";
import { CellSyntaxError } from "./syntaxError.ts";

/** JavaScript and the mappings that lead back to the TypeScript. */
export interface Stripped {
  readonly code: string;
  readonly mappings: string;
  /** Whether esbuild had to rewrite newer syntax, and so invented names. */
  readonly lowered: boolean;
}

/** What kind of text it is. */
export interface StripOptions {
  readonly jsx?: boolean;
  readonly file?: string;
}

/**
 * TypeScript to JavaScript: types removed, enums, namespaces and parameter properties lowered.
 *
 * Imports that are not marked `type` stay, because a later cell may use what this one imports.
 * Stage-3 decorators and `using` go through esbuild, since neither oxc nor the older Nodes have them.
 *
 * @throws {CellSyntaxError} for text that is not TypeScript.
 */
export function stripTypes(source: string, { jsx = false, file = "cell.ts" }: StripOptions = {}): Stripped {
  const result = transformSync(file, source, {
    lang: jsx ? "tsx" : "ts",
    sourceType: "module",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true },
  });
  const error = result.errors[0];
  if (error) throw toSyntaxError(error, source);
  if (needsLowering(source)) return lower(source, jsx);
  return { code: result.code, mappings: result.map?.mappings ?? "", lowered: false };
}

/** A quick look before the slow path; a false alarm in a string costs milliseconds, nothing else. */
function needsLowering(source: string): boolean {
  return /(^|[^\w.])@[A-Za-z_(]|\busing\s+[\w$]/m.test(source);
}

function lower(source: string, jsx: boolean): Stripped {
  const { code, map } = esbuildTransform(source, {
    loader: jsx ? "tsx" : "ts",
    target: ["es2022"],
    supported: { "top-level-await": true },
    format: "esm",
    sourcemap: true,
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
  });
  return { code, mappings: (JSON.parse(map) as { mappings: string }).mappings, lowered: true };
}

/** What parser and transformer of oxc have in common in their complaints. */
interface ParserError {
  readonly message: string;
  readonly helpMessage: string | null;
  readonly labels: readonly { readonly start: number }[];
}

/** The parser's first complaint, with its own hint. */
export function toSyntaxError(error: ParserError, source: string): CellSyntaxError {
  const message = error.message.replace(/^TS\(\d+\): /, "");
  const hint = error.helpMessage ? ` (${error.helpMessage})` : "";
  return new CellSyntaxError(message + hint, source, error.labels.at(-1)?.start ?? source.length);
}

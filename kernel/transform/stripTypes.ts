import { transformSync as esbuildTransform, type TransformFailure, type TransformOptions } from "esbuild";
import { transformSync } from "oxc-transform";
import { esbuildJsx } from "./esbuildJsx.ts";
import { type Language, parseCell } from "./parse.ts";
import type { CompileSettings, JsxSettings } from "./settings.ts";
import { CellSyntaxError } from "./syntaxError.ts";

/** JavaScript and the mappings that lead back to the TypeScript. */
export interface Stripped {
  readonly code: string;
  readonly mappings: string;
  /** Whether the compiler may have invented names: helpers of newer syntax, imports of JSX. */
  readonly lowered: boolean;
  /** Before newer syntax was rewritten, where `const` and `using` still are what they were. */
  readonly declares: string;
}

/** What kind of text it is. */
export interface StripOptions {
  /** As the file's name says; a cell's own text decides where absent. */
  readonly language?: Language;
  readonly file?: string;
  readonly settings?: CompileSettings;
  /** Whether imports stay that nothing in the text uses, as in a cell, whose names later cells use; true where absent. */
  readonly keepImports?: boolean;
  /** Whether `import` and `export` become `require` and `exports`. */
  readonly commonJs?: boolean;
}

/**
 * TypeScript to JavaScript: types removed, enums, namespaces, parameter properties and JSX lowered.
 *
 * Imports that are not marked `type` stay, because a later cell may use what this one imports.
 * Decorators, `accessor` and `using` go through esbuild, since neither oxc nor the older Nodes have them.
 *
 * @throws {CellSyntaxError} for text that is not TypeScript.
 */
export function stripTypes(source: string, options: StripOptions = {}): Stripped {
  const { language, file = "cell.ts", settings = {}, keepImports = true, commonJs = false } = options;
  const lang = language ?? "ts";
  const result = transformSync(file, source, {
    lang,
    sourceType: "module",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: keepImports },
    jsx: jsxOptions(settings.jsx),
  });
  const error = result.errors[0];
  if (error && language === undefined && source.includes("<")) {
    const parsed = parseCell(source);
    if (parsed.language === "tsx") return stripTypes(source, { ...options, language: "tsx" });
  }
  if (error) throw toSyntaxError(inUnits(error, source), source);
  if (commonJs || needsLowering(source, settings))
    return { ...lower(source, lang, settings, { keepImports, commonJs }), declares: result.code };
  return {
    code: result.code,
    mappings: result.map?.mappings ?? "",
    lowered: lang === "tsx",
    declares: result.code,
  };
}

function jsxOptions(
  { runtime, importSource, factory, fragmentFactory }: JsxSettings = { runtime: "classic" },
) {
  if (runtime === "automatic") return { runtime, ...(importSource === undefined ? {} : { importSource }) };
  return {
    runtime,
    ...(factory === undefined ? {} : { pragma: factory }),
    ...(fragmentFactory === undefined ? {} : { pragmaFrag: fragmentFactory }),
  };
}

/** A quick look before the slow path; a false alarm in a string costs milliseconds, nothing else. */
function needsLowering(source: string, settings: CompileSettings): boolean {
  if (settings.useDefineForClassFields === false && /\bclass\b/.test(source)) return true;
  return /(^|[^\w.])@[\p{ID_Start}_$(]|\busing\s+[\p{ID_Start}$_]|\baccessor\s+[\p{ID_Start}$_#"'[]/mu.test(
    source,
  );
}

function lower(
  source: string,
  language: Language,
  settings: CompileSettings,
  { keepImports, commonJs }: { keepImports: boolean; commonJs: boolean },
): Omit<Stripped, "declares"> {
  const { jsx, experimentalDecorators = false, useDefineForClassFields = true } = settings;
  const { code, map } = withEsbuild(source, {
    loader: language,
    target: ["es2022"],
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

/** esbuild, with its complaints at their place in the cell. */
function withEsbuild(source: string, options: TransformOptions): { code: string; map: string } {
  try {
    return esbuildTransform(source, options);
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

/** What parser and transformer of oxc have in common in their complaints. */
interface ParserError {
  readonly message: string;
  readonly helpMessage: string | null;
  readonly labels: readonly { readonly start: number }[];
}

/** The transformer counts in bytes of UTF-8, the parser and JavaScript in units of UTF-16. */
function inUnits({ message, helpMessage, labels }: ParserError, source: string): ParserError {
  const bytes = Buffer.from(source);
  const unitsTo = (offset: number) => bytes.subarray(0, offset).toString().length;
  return { message, helpMessage, labels: labels.map(({ start }) => ({ start: unitsTo(start) })) };
}

/** The parser's first complaint, with its own hint. */
export function toSyntaxError(error: ParserError, source: string): CellSyntaxError {
  const message = error.message.replace(/^TS\(\d+\): /, "");
  const hint = error.helpMessage ? ` (${error.helpMessage})` : "";
  return new CellSyntaxError(message + hint, source, error.labels.at(-1)?.start ?? source.length);
}

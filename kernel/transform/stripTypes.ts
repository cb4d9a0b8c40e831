import { transformSync } from "oxc-transform";
import { metadataOptions, withInlineMap, withMetadataHelpers } from "./decoratorMetadata.ts";
import { guardDepth } from "./depth.ts";
import { lower } from "./lower.ts";
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
 * Decorators, `accessor` and `using` go through esbuild, since neither oxc nor the older Nodes have them; namespaces, too, since oxc
 * does not know what their parts share. Only oxc can tell decorators the types that `emitDecoratorMetadata` promises them.
 *
 * @throws {CellSyntaxError} for text that is not TypeScript.
 */
export function stripTypes(source: string, options: StripOptions = {}): Stripped {
  const { language, file = "cell.ts", settings = {}, keepImports = true, commonJs = false } = options;
  guardDepth(source);
  const lang = language ?? "ts";
  const hasMetadata = settings.emitDecoratorMetadata === true && decorators.test(source);
  const result = transformSync(file, source, {
    lang,
    sourceType: "module",
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: keepImports },
    jsx: jsxOptions(settings.jsx),
    ...(hasMetadata ? metadataOptions : {}),
  });
  const error = result.errors.find(({ message }) => !namespaceLimits.test(message));
  if (error && language === undefined && source.includes("<")) {
    const parsed = parseCell(source);
    if (parsed.language === "tsx") return stripTypes(source, { ...options, language: "tsx" });
  }
  if (error) throw toSyntaxError(inUnits(error, source), source);
  const plain = { code: result.code, mappings: result.map?.mappings ?? "" };
  const typed = hasMetadata ? withMetadataHelpers(plain) : plain;
  const lowering = { language: lang, settings, keepImports, commonJs };
  if (namespaces.test(source))
    return { ...lower(source, lowering), declares: lower(source, { ...lowering, target: "esnext" }).code };
  if (commonJs || needsLowering(source, settings)) {
    const lowered = hasMetadata
      ? lower(withInlineMap(typed, source), { ...lowering, language: "js" })
      : lower(source, lowering);
    return { ...lowered, declares: plain.code };
  }
  return { ...typed, lowered: lang === "tsx" || hasMetadata, declares: plain.code };
}

/** A quick look before the slow paths; a false alarm in a string costs milliseconds, nothing else. */
const decorators = /(^|[^\w.])@[\p{ID_Start}_$(]/mu;
const newer = /\busing\s+[\p{ID_Start}$_]|\baccessor\s+[\p{ID_Start}$_#"'[]/mu;
const namespaces = /\b(?:namespace|module)\s+[\p{ID_Start}$_]/u;
/** What oxc refuses in a namespace, and esbuild takes. */
const namespaceLimits = /\bNamespaces? exporting non-const\b/;

function needsLowering(source: string, settings: CompileSettings): boolean {
  if (settings.useDefineForClassFields === false && /\bclass\b/.test(source)) return true;
  return newer.test(source) || (decorators.test(source) && !settings.emitDecoratorMetadata);
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

import MagicString from "magic-string";
import { parseSync } from "oxc-parser";
import { children, type Node } from "./ast.ts";
import { refusingDepth } from "./depth.ts";
import { ownName } from "./globalNames.ts";
import { renameHelpers } from "./helpers.ts";
import { hideGlobals } from "./hideGlobals.ts";
import { capturedNames, rewriteLoops } from "./loops.ts";
import { type DeclaredNames, declaredNames, guardConstants, provideCommonJs } from "./names.ts";
import { readObjectCell } from "./objectCell.ts";
import { plainJs } from "./plain.ts";
import { lastExpression, rewriteResult } from "./result.ts";
import { type Rewriting, rewriteExpressions, rewriteStatements } from "./rewrite.ts";
import type { CompileSettings } from "./settings.ts";
import { type Stripped, stripTypes, toSyntaxError } from "./stripTypes.ts";
import { rewriteTopThis } from "./topThis.ts";

/** A cell as the session evaluates it. */
export interface TransformedCell {
  readonly code: string;
  /** Source-map mappings that lead from `code` to the cell's text, the last transformation first. */
  readonly maps: readonly string[];
  /** What it declares. */
  readonly names: DeclaredNames;
  /** What its functions use, by name. */
  readonly captured: ReadonlySet<string>;
}

/** What a cell's meaning depends on beside its text. */
export interface TransformOptions {
  /** Tells runs apart; part of the names that lowering invents. */
  readonly run?: string;
  /** What earlier cells have declared. */
  readonly earlier?: {
    readonly constants: ReadonlySet<string>;
    readonly variables: ReadonlySet<string>;
    /** Those that have a value for certain. */
    readonly settled: ReadonlySet<string>;
    /** Those that functions use. */
    readonly captured: ReadonlySet<string>;
  };
  readonly settings?: CompileSettings;
}

/**
 * A cell of TypeScript as JavaScript for V8's REPL mode.
 *
 * Every declaration of the cell becomes `let`, so that any later cell can declare the name anew as whatever it likes; what was a
 * `const` still throws when it is assigned to; imports become awaits; awaits can be interrupted; the value of the last expression goes
 * to the session.
 *
 * @param source the text of the cell
 * @returns code and source maps
 * @throws {CellSyntaxError} for text that is not TypeScript, with the line and column
 * @example transformCell("const x: number = 1; x").code // let x = 1; await __toile.end((x))
 */
export function transformCell(source: string, options: TransformOptions = {}): TransformedCell {
  return refusingDepth(source, () => transform(source, options));
}

function transform(source: string, { run = "0", earlier, settings = {} }: TransformOptions): TransformedCell {
  const read = readObjectCell(blankShebang(source));
  const plain = plainJs(read.text);
  const stripped = plain ? untouched(read.text) : stripTypes(read.text, { settings });
  const before = plain ?? parseJs(stripped.code);
  const asWritten = stripped.declares === stripped.code ? before : parseJs(stripped.declares);
  const names = declaredNames(asWritten);
  const own = new Set([...names.constants, ...names.variables]);
  const declared = new Set([...own, ...(earlier?.constants ?? []), ...(earlier?.variables ?? [])]);
  const hidden = hideGlobals(stripped.code, before, declared);
  const code = hidden?.code ?? stripped.code;
  const root = hidden ? parseJs(code) : before;
  const out = new MagicString(code);
  const rename = stripped.lowered ? renameHelpers(out, root, source, `$${run}`) : (name: string) => name;
  const fixed = [...names.constants, ...[...(earlier?.constants ?? [])].filter((name) => !own.has(name))];
  const constants = new Set(fixed.map(ownName));
  guardConstants(out, root, constants);
  provideCommonJs(out, root, code, (name) => declared.has(name));
  const captured = capturedNames(root);
  rewriteLoops(out, root, {
    settled: hidden ? new Set([...(earlier?.settled ?? [])].map(ownName)) : (earlier?.settled ?? new Set()),
    captured: new Set([...captured, ...(earlier?.captured ?? [])]),
    constants,
  });
  const rewriting: Rewriting = { source: code, out, hoisted: new Set(), rename };
  rewriteStatements(rewriting, root);
  rewriteExpressions(rewriting, root);
  if (code.includes("this")) rewriteTopThis(out, root);
  rewriteResult(out, root, {
    hasValue: lastExpression(children(asWritten, "body")) !== undefined,
    disposes: code.includes("__callDispose"),
  });
  if (rewriting.hoisted.size > 0) out.prepend(`let ${[...rewriting.hoisted].map(rename).join(", ")};\n`);
  const map = out.generateMap({ hires: "boundary" });
  const strippings = [...(hidden ? [hidden.mappings] : []), ...(plain ? [] : [stripped.mappings])];
  return { code: out.toString(), maps: [map.mappings, ...strippings, ...read.maps], names, captured };
}

function untouched(code: string): Stripped {
  return { code, mappings: "", lowered: false, declares: code };
}

function parseJs(code: string): Node {
  const { program, errors } = parseSync("cell.js", code, { sourceType: "module", lang: "js" });
  if (errors[0]) throw toSyntaxError(errors[0], code);
  return program as unknown as Node;
}

/** A script's first line for the shell; blank in its place, so that columns stay. */
function blankShebang(source: string): string {
  return source.replace(/^\ufeff?#!.*/, (line) => " ".repeat(line.length));
}

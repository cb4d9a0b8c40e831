import MagicString from "magic-string";
import { parseSync } from "oxc-parser";
import type { Node } from "./ast.ts";
import { renameHelpers } from "./helpers.ts";
import { readObjectCell } from "./objectCell.ts";
import { rewriteResult } from "./result.ts";
import { type Rewriting, rewriteExpressions, rewriteStatements } from "./rewrite.ts";
import { stripTypes, toSyntaxError } from "./stripTypes.ts";

/** A cell as the session evaluates it. */
export interface TransformedCell {
  readonly code: string;
  /** Source-map mappings that lead from `code` to the cell's text, the last transformation first. */
  readonly maps: readonly string[];
}

/**
 * A cell of TypeScript as JavaScript for V8's REPL mode.
 *
 * Every declaration of the cell becomes `let`, so that any later cell can declare the name anew as whatever it likes; imports become
 * awaits; awaits can be interrupted; the value of the last expression goes to the session.
 *
 * @param source the text of the cell
 * @param cell tells runs apart; part of the names that lowering invents
 * @returns code and source maps
 * @throws {CellSyntaxError} for text that is not TypeScript, with the line and column
 * @example transformCell("const x: number = 1; x").code // let x = 1; await __toile.end((x))
 */
export function transformCell(source: string, cell = "0"): TransformedCell {
  const read = readObjectCell(source);
  const stripped = stripTypes(read.text);
  const { program, errors } = parseSync("cell.js", stripped.code, { sourceType: "module", lang: "js" });
  if (errors[0]) throw toSyntaxError(errors[0], stripped.code);
  const root = program as unknown as Node;
  const out = new MagicString(stripped.code);
  const rename = stripped.lowered ? renameHelpers(out, root, source, `$${cell}`) : (name: string) => name;
  const rewriting: Rewriting = { source: stripped.code, out, hoisted: new Set() };
  rewriteStatements(rewriting, root);
  rewriteExpressions(rewriting, root);
  rewriteResult(out, root);
  if (rewriting.hoisted.size > 0) out.prepend(`let ${[...rewriting.hoisted].map(rename).join(", ")};\n`);
  const map = out.generateMap({ hires: "boundary" });
  return { code: out.toString(), maps: [map.mappings, stripped.mappings, ...read.maps] };
}

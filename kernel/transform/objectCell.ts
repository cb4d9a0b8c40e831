import MagicString from "magic-string";
import { parseCell } from "./parse.ts";

/** The text to transform, and the mappings that lead from it back to the cell where they differ. */
export interface ReadCell {
  readonly text: string;
  readonly maps: readonly string[];
}

/**
 * Reads a cell that is nothing but `{ a: 1 }` as an object, not as a block with a label, as the REPLs of Node and TypeScript do.
 *
 * What does not parse as one object, such as `{ a: 1; }` or `{ f(); }`, stays a block.
 *
 * @example readObjectCell("{ a: 1 }").text // ({ a: 1 })
 */
export function readObjectCell(source: string): ReadCell {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(source)) return { text: source, maps: [] };
  const out = new MagicString(source).prepend("(").append(")");
  const { program, errors } = parseCell(out.toString()).result;
  const only = program.body.length === 1 ? program.body[0] : undefined;
  const isObject =
    only?.type === "ExpressionStatement" &&
    only.expression.type === "ParenthesizedExpression" &&
    only.expression.expression.type === "ObjectExpression";
  if (errors.length > 0 || !isObject) return { text: source, maps: [] };
  return { text: out.toString(), maps: [out.generateMap({ hires: "boundary" }).mappings] };
}

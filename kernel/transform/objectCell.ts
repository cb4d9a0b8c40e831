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
  if (!startsWithBrace(source)) return { text: source, maps: [] };
  const endsInComment = /\/\/[^\n]*$/.test(source);
  const out = new MagicString(source).prepend("(").append(endsInComment ? "\n)" : ")");
  const { program, errors } = parseCell(out.toString()).result;
  const only = program.body.length === 1 ? program.body[0] : undefined;
  const isObject =
    only?.type === "ExpressionStatement" &&
    only.expression.type === "ParenthesizedExpression" &&
    isObjectLiteral(only.expression.expression);
  if (errors.length > 0 || !isObject) return { text: source, maps: [] };
  return { text: out.toString(), maps: [out.generateMap({ hires: "boundary" }).mappings] };
}

/** With or without `as const` or `satisfies T` behind it. */
function isObjectLiteral(node: { readonly type: string; readonly expression?: unknown }): boolean {
  const isTyped = node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression";
  return isTyped
    ? isObjectLiteral(node.expression as { readonly type: string })
    : node.type === "ObjectExpression";
}

const trivia = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/** Comments may stand before it. */
function startsWithBrace(source: string): boolean {
  trivia.lastIndex = 0;
  let at = 0;
  while (trivia.test(source)) at = trivia.lastIndex;
  return source[at] === "{";
}

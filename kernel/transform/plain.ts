import { parseSync } from "oxc-parser";
import { children, type Node } from "./ast.ts";
import { guardDepth } from "./depth.ts";

/** Signs of blocks, types, JSX and decorators; words of modules. */
const more = /[{}<@]|\b(?:import|export)\b/;

/**
 * The program of a cell of expressions that are JavaScript as they stand, such as `1 + 1` or `model.summary();`: nothing to strip.
 *
 * Nothing where a look at the text cannot tell, or where a statement leans on the end of its line, which rewriting might take away.
 *
 * @throws {CellSyntaxError} for a text that is nested too deeply for the parser
 */
export function plainJs(source: string): Node | undefined {
  if (more.test(source)) return undefined;
  guardDepth(source);
  const { program, errors } = parseSync("cell.js", source, { sourceType: "module", lang: "js" });
  if (errors.length > 0) return undefined;
  const root = program as unknown as Node;
  const body = children(root, "body");
  const isPlain = body.every(
    ({ type, end }, i) =>
      type === "ExpressionStatement" && (i === body.length - 1 || source[end - 1] === ";"),
  );
  return isPlain ? root : undefined;
}

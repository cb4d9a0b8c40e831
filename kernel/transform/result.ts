import type MagicString from "magic-string";
import { child, children, type Node } from "./ast.ts";
import { runtime } from "./imports.ts";
import { wrap } from "./rewrite.ts";

const hoistedOrEmpty = new Set([
  "FunctionDeclaration",
  "ImportDeclaration",
  "EmptyStatement",
  "ExportAllDeclaration",
]);

/** What lowering may have hidden of the cell as it was written. */
export interface Written {
  /** Whether it ends in an expression. */
  readonly hasValue: boolean;
  /** Whether it has a `using` at its top. */
  readonly disposes: boolean;
}

/**
 * Hands the value of the cell's last expression to the session, or nothing where the cell ends otherwise.
 *
 * A trailing `;` does not hide the value: formatters put one after every statement, so it says nothing about what the reader wants to
 * see. `void` before the expression hides it.
 */
export function rewriteResult(out: MagicString, program: Node, written: Written): void {
  const last = written.hasValue ? lastExpression(children(program, "body")) : undefined;
  if (last) {
    wrap(out, last, `await ${runtime}.end((`, "))");
    return;
  }
  const kept = written.disposes ? lastKept(program) : undefined;
  if (kept) wrap(out, kept, `${runtime}.keep((`, "))");
  out.append(`\n;await ${runtime}.end(${kept ? `${runtime}.kept()` : ""});`);
}

/** A cell with `using` has been lowered to one `try` whose `finally` disposes: the value must wait for that. */
function lastKept(program: Node): Node | undefined {
  const last = children(program, "body").at(-1);
  const block = last?.type === "TryStatement" ? child(last, "block") : undefined;
  return block && lastExpression(children(block, "body"));
}

export function lastExpression(body: readonly Node[]): Node | undefined {
  const last = body.findLast((node) => !hoistedOrEmpty.has(node.type) && !isExportList(node));
  if (last?.type === "ExpressionStatement") return child(last, "expression");
  if (last?.type === "ExportDefaultDeclaration") return anonymousDefault(last);
  return undefined;
}

/** `export { a }` and `export {}`, which means nothing in a cell; compilers put one behind the code. */
function isExportList(node: Node): boolean {
  return node.type === "ExportNamedDeclaration" && !child(node, "declaration");
}

function anonymousDefault(node: Node): Node | undefined {
  const declaration = child(node, "declaration");
  return declaration && !child(declaration, "id") ? declaration : undefined;
}

import type MagicString from "magic-string";
import { child, children, isNode, type Node } from "./ast.ts";

/** `this` outside of functions and classes is `undefined`, as in a module; V8 would say `globalThis`. */
export function rewriteTopThis(out: MagicString, program: Node): void {
  visit(program, (node) => out.update(node.start, node.end, "undefined"));
}

function visit(node: Node, found: (node: Node) => void): void {
  if (node.type === "ThisExpression") found(node);
  for (const inner of outside(node)) visit(inner, found);
}

/** The nodes inside a node that have the `this` of the node around it. */
function outside(node: Node): Node[] {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "StaticBlock":
      return [];
    case "PropertyDefinition":
    case "AccessorProperty": {
      const key = child(node, "key");
      return [...children(node, "decorators"), ...(key && node.computed === true ? [key] : [])];
    }
    default:
      return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
  }
}

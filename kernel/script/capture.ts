import type { Reference } from "@typescript-eslint/scope-manager";
import { type Node, walk } from "../transform/ast.ts";

/** The parent of every node. */
export function parentsOf(program: Node): Map<Node, Node> {
  const parents = new Map<Node, Node>();
  walk(program, (node, parent) => {
    if (parent) parents.set(node, parent);
  });
  return parents;
}

/**
 * Whether a reference may be followed after its cell has ended: it is in a function that has a name or a place to be called from,
 * not in one that is only handed to a call, such as `values.map((x) => x * scale)`.
 */
export function outlivesItsCell(reference: Reference, parents: ReadonlyMap<Node, Node>): boolean {
  let outermost: Node | undefined;
  for (let scope: Reference["from"] | null = reference.from; scope; scope = scope.upper)
    if (scope.type === "function") outermost = scope.block as unknown as Node;
  if (!outermost) return false;
  const parent = parents.get(outermost);
  const handed = parent?.type === "CallExpression" || parent?.type === "NewExpression";
  return !handed || parent.callee === outermost;
}

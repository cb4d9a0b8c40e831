/** A node of the ESTree that oxc-parser gives; only what the transform reads is named. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** The child node under a key, where there is one. */
export function child(node: Node, key: string): Node | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** The child nodes under a key that holds a list. */
export function children(node: Node, key: string): Node[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text under a key: a name, an operator, a kind. */
export function text(node: Node | undefined, key: string): string {
  const value = node?.[key];
  return typeof value === "string" ? value : "";
}

/** Visits every node, parents first. `inFunction` tells whether a `var` there belongs to a function rather than to the cell. */
export function walk(
  node: Node,
  visit: (node: Node, parent: Node | undefined, inFunction: boolean) => void,
): void {
  descend(node, undefined, false, visit);
}

function descend(
  node: Node,
  parent: Node | undefined,
  inFunction: boolean,
  visit: Parameters<typeof walk>[1],
): void {
  visit(node, parent, inFunction);
  const inside = inFunction || opensVarScope.has(node.type);
  for (const key in node) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) descend(item, node, inside, visit);
    } else if (isNode(value)) descend(value, node, inside, visit);
  }
}

const opensVarScope = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "StaticBlock",
]);

/** The names that a binding pattern declares. */
export function boundNames(pattern: Node | undefined): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [text(pattern, "name")];
    case "ObjectPattern":
      return children(pattern, "properties").flatMap((p) =>
        boundNames(child(p, "value") ?? child(p, "argument")),
      );
    case "ArrayPattern":
      return children(pattern, "elements").flatMap(boundNames);
    case "AssignmentPattern":
      return boundNames(child(pattern, "left"));
    case "RestElement":
      return boundNames(child(pattern, "argument"));
    default:
      return [];
  }
}

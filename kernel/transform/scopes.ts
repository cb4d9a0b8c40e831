import { boundNames, child, children, isNode, type Node, text, walk } from "./ast.ts";

/** An identifier that means a name as the cell itself sees it, not a parameter or a local of the same name. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** In `{ name }`, where the key must stay. */
  readonly shorthand: boolean;
  /** Whether it is assigned to. */
  readonly assigned: boolean;
}

/** Where a cell speaks of one of these names. Declarations of the cell's own are not among them. */
export function referencesTo(program: Node, names: ReadonlySet<string>): Reference[] {
  const found: Reference[] = [];
  if (names.size > 0) visit(program, { names, shorthand: false, assigned: new Set(), all: false }, found);
  return found;
}

/** As {@link referencesTo}, with the cell's own declarations, but without those of classes, which see themselves by a name of their own. */
export function occurrencesOf(program: Node, names: ReadonlySet<string>): Reference[] {
  const found: Reference[] = [];
  visit(program, { names, shorthand: false, assigned: new Set(), all: true }, found);
  return found;
}

interface Scope {
  /** What no inner declaration hides. */
  readonly names: ReadonlySet<string>;
  /** Whether the node is the value of `{ name }` or `{ name = 1 }`. */
  readonly shorthand: boolean;
  /** The targets of the assignment around the node. */
  readonly assigned: ReadonlySet<Node>;
  /** Whether what declares a name is looked for as well. */
  readonly all: boolean;
}

function visit(node: Node, scope: Scope, found: Reference[]): void {
  if (node.type === "Identifier") {
    const name = text(node, "name");
    if (!scope.names.has(name)) return;
    const { shorthand, assigned } = scope;
    found.push({ name, start: node.start, end: node.end, shorthand, assigned: assigned.has(node) });
    return;
  }
  const { all } = scope;
  const id = all && declaring.has(node.type) ? child(node, "id") : undefined;
  if (id?.type === "Identifier") visit(id, { ...scope, shorthand: false }, found);
  const itself = all && node.type === "ClassDeclaration" ? boundNames(child(node, "id")) : [];
  const names = without(scope.names, [...declaredBy(node), ...itself]);
  if (names.size === 0) return;
  const assigned = new Set([...scope.assigned, ...targets(node)]);
  const shorthand = node.shorthand === true || (scope.shorthand && node.type === "AssignmentPattern");
  for (const [key, inner] of parts(node)) {
    const keepsKey = shorthand && (key === "value" || key === "left");
    visit(inner, { names, shorthand: keepsKey, assigned, all }, found);
  }
}

const declaring = new Set(["FunctionDeclaration", "VariableDeclarator"]);

/** The nodes inside a node, without those that only name something: keys, labels, what a declaration declares. */
function* parts(node: Node): Generator<[string, Node]> {
  const naming = namingKeys(node);
  for (const key in node) {
    if (naming.includes(key)) continue;
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield [key, item];
    } else if (isNode(value)) yield [key, value];
  }
}

function namingKeys(node: Node): readonly string[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed === true ? [] : ["property"];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return node.computed === true ? [] : ["key"];
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return ["label"];
    case "MetaProperty":
      return ["meta", "property"];
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return ["specifiers", "exported", "attributes"];
    case "ExportNamedDeclaration":
      return ["specifiers"];
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return ["id"];
    case "VariableDeclarator":
      return child(node, "id")?.type === "Identifier" ? ["id"] : [];
    default:
      return [];
  }
}

function without(names: ReadonlySet<string>, hidden: readonly string[]): ReadonlySet<string> {
  if (!hidden.some((name) => names.has(name))) return names;
  return new Set([...names].filter((name) => !hidden.includes(name)));
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const loops = new Set(["ForStatement", "ForOfStatement", "ForInStatement"]);

/** The names that a node hides from what is inside it. */
function declaredBy(node: Node): string[] {
  if (functions.has(node.type)) {
    const own = node.type === "FunctionExpression" ? boundNames(child(node, "id")) : [];
    return [...own, ...children(node, "params").flatMap(boundNames), ...varNames(node)];
  }
  if (node.type === "ClassExpression") return boundNames(child(node, "id"));
  if (node.type === "BlockStatement" || node.type === "StaticBlock")
    return lexicalNames(children(node, "body"));
  if (node.type === "SwitchStatement")
    return lexicalNames(children(node, "cases").flatMap((c) => children(c, "consequent")));
  if (node.type === "CatchClause") return boundNames(child(node, "param"));
  if (!loops.has(node.type)) return [];
  const head = child(node, "init") ?? child(node, "left");
  return head ? lexicalNames([head]) : [];
}

function lexicalNames(statements: readonly Node[]): string[] {
  return statements.flatMap((statement) => {
    if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration")
      return boundNames(child(statement, "id"));
    if (statement.type !== "VariableDeclaration" || text(statement, "kind") === "var") return [];
    return declaratorNames(statement);
  });
}

/** The `var`s of a function, wherever in it they stand, but not those of functions inside it. */
function varNames(node: Node): string[] {
  const body = child(node, "body");
  const names: string[] = [];
  if (body)
    walk(body, (inner, _, inFunction) => {
      if (inFunction || inner.type !== "VariableDeclaration" || text(inner, "kind") !== "var") return;
      names.push(...declaratorNames(inner));
    });
  return names;
}

export function declaratorNames(declaration: Node): string[] {
  return children(declaration, "declarations").flatMap((d) => boundNames(child(d, "id")));
}

/** What a node itself assigns to. */
function targets(node: Node): Node[] {
  switch (node.type) {
    case "AssignmentExpression":
    case "ForOfStatement":
    case "ForInStatement":
      return targetNames(child(node, "left"));
    case "UpdateExpression":
      return targetNames(child(node, "argument"));
    default:
      return [];
  }
}

/** Identifiers in an assignment pattern; members and declarations are none. */
function targetNames(pattern: Node | undefined): Node[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return children(pattern, "properties").flatMap((p) =>
        targetNames(child(p, "value") ?? child(p, "argument")),
      );
    case "ArrayPattern":
      return children(pattern, "elements").flatMap(targetNames);
    case "AssignmentPattern":
      return targetNames(child(pattern, "left"));
    case "RestElement":
      return targetNames(child(pattern, "argument"));
    case "ParenthesizedExpression":
      return targetNames(child(pattern, "expression"));
    default:
      return [];
  }
}

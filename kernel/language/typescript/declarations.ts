import { boundNames, child, children, type Node, text, walk } from "../../transform/ast.ts";

/** Whether a name stands for a value, a type, or both. */
export type Space = "value" | "type" | "both";

/** A name that a cell gives to the cells after it. */
export interface Declared {
  readonly name: string;
  readonly space: Space;
  /** A later cell may assign to it. */
  readonly assignable: boolean;
  /** The cell exports it in its own words. */
  readonly exported: boolean;
}

/** What a cell declares at its top, types included. */
export function declarationsOf(program: Node): Declared[] {
  const found = new Map<string, Declared>();
  const add = (declared: Declared) => {
    const before = found.get(declared.name);
    const exported = declared.exported || before?.exported === true;
    const space = before && before.space !== declared.space ? "both" : declared.space;
    found.set(declared.name, { ...declared, space, exported });
  };
  for (const statement of children(program, "body"))
    for (const declared of declaredBy(statement)) add(declared);
  for (const statement of children(program, "body").filter(({ type }) => type.endsWith("Statement")))
    walk(statement, (node, _, inFunction) => {
      const isVar = node.type === "VariableDeclaration" && text(node, "kind") === "var";
      if (isVar && !inFunction) for (const declared of variables(node)) add(declared);
    });
  return [...found.values()];
}

function declaredBy(statement: Node): Declared[] {
  if (!statement.type.startsWith("Export")) return declaredByPlain(statement);
  const declaration = child(statement, "declaration");
  const isNamed = statement.type === "ExportNamedDeclaration";
  return declaration
    ? declaredByPlain(declaration).map((it) => ({ ...it, exported: isNamed }))
    : exportedAlready(statement);
}

/** `export { a }` says again what another statement declares. */
function exportedAlready(statement: Node): Declared[] {
  if (child(statement, "source")) return [];
  return children(statement, "specifiers").flatMap((specifier) => {
    const name = text(child(specifier, "local"), "name");
    if (name === "" || text(child(specifier, "exported"), "name") !== name) return [];
    return [{ name, space: "both", assignable: false, exported: true }];
  });
}

function declaredByPlain(node: Node): Declared[] {
  const named = (space: Space): Declared[] => fixed(boundNames(child(node, "id")), space);
  switch (node.type) {
    case "ImportDeclaration":
      return fixed(
        children(node, "specifiers").flatMap((s) => boundNames(child(s, "local"))),
        "both",
      );
    case "VariableDeclaration":
      return variables(node);
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return named("value");
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return named("type");
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
    case "TSImportEqualsDeclaration":
      return text(node, "kind") === "global" || node.global === true ? [] : named("both");
    default:
      return [];
  }
}

function fixed(names: readonly string[], space: Space): Declared[] {
  return names.map((name) => ({ name, space, assignable: false, exported: false }));
}

/** What `using` declares is gone when its cell has ended. */
function variables(node: Node): Declared[] {
  const kind = text(node, "kind");
  if (kind.includes("using")) return [];
  const names = children(node, "declarations").flatMap((it) => boundNames(child(it, "id")));
  return names.map((name) => ({ name, space: "value", assignable: kind !== "const", exported: false }));
}

import { boundNames, child, children, type Node } from "../transform/ast.ts";
import { tryParseCell } from "../transform/parse.ts";

/** How a cell declared a name, as its author wrote it. */
export interface Declaration {
  readonly text: string;
  /** The text of the JSDoc comment above it, without its stars. */
  readonly comment: string;
}

/**
 * The latest declaration of a name at the top of a cell.
 *
 * @param cells The latest first.
 */
export function declarationOf(name: string, cells: readonly string[]): Declaration | undefined {
  for (const cell of cells) {
    const found = cell.includes(name) ? declarationIn(name, cell) : undefined;
    if (found) return found;
  }
  return undefined;
}

function declarationIn(name: string, code: string): Declaration | undefined {
  const parsed = tryParseCell(code);
  if (!parsed) return undefined;
  const { program, comments } = parsed;
  const statements = children(program as unknown as Node, "body");
  const statement = statements.findLast((node) => declaredBy(node).includes(name));
  if (!statement) return undefined;
  const above = comments.findLast(
    (comment) => comment.end <= statement.start && code.slice(comment.end, statement.start).trim() === "",
  );
  const isDoc = above?.type === "Block" && above.value.startsWith("*");
  return {
    text: code.slice(statement.start, statement.end),
    comment: isDoc ? withoutStars(above.value) : "",
  };
}

function declaredBy(node: Node): string[] {
  if (node.type.startsWith("Export")) {
    const declaration = child(node, "declaration");
    return declaration ? declaredBy(declaration) : [];
  }
  if (node.type === "VariableDeclaration")
    return children(node, "declarations").flatMap((it) => boundNames(child(it, "id")));
  return /^(?:Function|Class|TSEnum)/.test(node.type) ? boundNames(child(node, "id")) : [];
}

function withoutStars(comment: string): string {
  return comment
    .slice(1)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

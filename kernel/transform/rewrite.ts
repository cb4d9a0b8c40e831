import type MagicString from "magic-string";
import { boundNames, child, children, type Node, text, walk } from "./ast.ts";
import { writtenName } from "./globalNames.ts";
import { importStatement, runtime } from "./imports.ts";

/** What the rewriting of one cell gathers on its way. */
export interface Rewriting {
  readonly source: string;
  readonly out: MagicString;
  /** Names to declare before anything else: of `var` and of functions. */
  readonly hoisted: Set<string>;
  /** The name that one which lowering invented has in this run. */
  readonly rename: (name: string) => string;
}

/** Everywhere in the cell: `await`, `for await`, `import()`, `import.meta`, and each `var` that belongs to the cell. */
export function rewriteExpressions(cell: Rewriting, program: Node): void {
  const { out } = cell;
  walk(program, (node, parent, inFunction) => {
    if (node.type === "AwaitExpression") wrap(out, child(node, "argument"), `${runtime}.wait(`, ")");
    else if (node.type === "ThrowStatement" && child(node, "argument")?.type !== "NewExpression")
      wrap(out, child(node, "argument"), `${runtime}.thrown(`, ")");
    else if (node.type === "ForOfStatement" && node.await === true)
      wrap(out, child(node, "right"), `${runtime}.each(`, ")");
    else if (node.type === "ImportExpression")
      out.update(node.start, node.start + "import".length, `${runtime}.import`);
    else if (node.type === "MetaProperty" && text(child(node, "meta"), "name") === "import")
      out.update(node.start, node.end, `${runtime}.meta`);
    else if (node.type === "VariableDeclaration" && text(node, "kind") === "var" && !inFunction)
      rewriteVar(cell, node, parent);
  });
}

/** `var` -> an assignment to a name declared at the top, since REPL mode cannot redeclare a `var` as a `let`. */
function rewriteVar({ source, out, hoisted }: Rewriting, node: Node, parent: Node | undefined): void {
  const declarators = children(node, "declarations");
  for (const name of declarators.flatMap((d) => boundNames(child(d, "id")))) hoisted.add(name);
  const first = declarators[0];
  if (!first) return;
  const bare = declarators.every((d) => !child(d, "init"));
  const isLoopHead = parent !== undefined && child(parent, "left") === node;
  if (bare && !isLoopHead && parent?.type !== "ForStatement") {
    out.overwrite(node.start, node.end, source[node.end - 1] === ";" ? ";" : " ");
    return;
  }
  out.remove(node.start, first.start);
  if (isLoopHead) return;
  for (const declarator of declarators) {
    const isObject = child(declarator, "id")?.type === "ObjectPattern";
    if (isObject) wrap(out, declarator, "(", ")");
  }
}

/** The statements of the cell itself: declarations become `let`, functions move to the top, imports become awaits. */
export function rewriteStatements(cell: Rewriting, program: Node): void {
  const body = children(program, "body");
  const anchor = body.find((node) => !isHoisted(node))?.start ?? Number.POSITIVE_INFINITY;
  for (const statement of body) {
    rewriteStatement(cell, statement);
    if (isHoisted(statement) && statement.start > anchor)
      cell.out.move(statement.start, statement.end, anchor);
  }
}

function isHoisted(node: Node): boolean {
  const declared = node.type.startsWith("Export") ? child(node, "declaration") : node;
  return (
    declared?.type === "ImportDeclaration" ||
    (declared?.type === "FunctionDeclaration" && !!child(declared, "id"))
  );
}

function rewriteStatement(cell: Rewriting, node: Node): void {
  const { out, source } = cell;
  switch (node.type) {
    case "ImportDeclaration":
      out.update(node.start, node.end, `${importStatement(node, source, cell.rename)}\n`);
      return;
    case "VariableDeclaration":
      if (text(node, "kind") === "const") out.update(node.start, node.start + "const".length, "let");
      return;
    case "FunctionDeclaration":
      rewriteFunction(cell, node);
      return;
    case "ClassDeclaration":
      out.appendRight(node.start, `let ${text(child(node, "id"), "name")} = `);
      out.appendLeft(node.end, ";");
      return;
    default:
      if (node.type.startsWith("Export")) rewriteExport(cell, node);
  }
}

/** Without its own name the function keeps seeing later assignments to it; the assignment names it all the same. */
function rewriteFunction({ out, hoisted }: Rewriting, node: Node): void {
  const id = child(node, "id");
  if (!id) return;
  const name = text(id, "name");
  const written = writtenName(name);
  const [before, after] = written === name ? ["", ""] : [`({ ${written}: `, ` }).${written}`];
  hoisted.add(name);
  out.appendRight(node.start, `${name} = ${before}`);
  out.remove(id.start, id.end);
  out.appendLeft(node.end, `${after};\n`);
}

function rewriteExport(cell: Rewriting, node: Node): void {
  const { out, source } = cell;
  const declaration = child(node, "declaration");
  if (declaration) {
    out.remove(node.start, declaration.start);
    if (node.type !== "ExportDefaultDeclaration" || child(declaration, "id"))
      rewriteStatement(cell, declaration);
    return;
  }
  const from = child(node, "source");
  const text = from ? `await ${runtime}.import(${source.slice(from.start, from.end)});` : "";
  out.update(node.start, node.end, text);
}

/** Puts text around a node so that it moves with it. */
export function wrap(out: MagicString, node: Node | undefined, before: string, after: string): void {
  if (!node) return;
  out.appendRight(node.start, before);
  out.appendLeft(node.end, after);
}

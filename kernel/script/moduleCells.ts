import { boundNames, child, children, type Node, text } from "../transform/ast.ts";
import { directivesOf } from "../tslab/directives.ts";
import type { Binding } from "./binding.ts";
import type { ParsedCell } from "./parse.ts";

/** A cell's name as a module: of `/** @module name *\/`. */
export function moduleName({ source }: ParsedCell): string | undefined {
  return directivesOf(source).module;
}

/** The name of the module cell that an import statement may mean. */
export function importedCell(statement: Node): string | undefined {
  const source = text(child(statement, "source"), "value");
  return /^\.\/(\w+)(?:\.[jt]s)?$/.exec(source)?.[1];
}

/**
 * What a module cell exports, by the names that others import.
 *
 * @param find the binding of a name at the top of the cell
 */
export function exportsOf(
  { program }: ParsedCell,
  find: (name: string) => Binding | undefined,
): Map<string, Binding> {
  const found = new Map<string, Binding>();
  const add = (exported: string, local: string) => {
    const binding = find(local);
    if (binding) found.set(exported, binding);
  };
  for (const statement of children(program, "body")) {
    const declaration = child(statement, "declaration");
    const id = text(declaration && child(declaration, "id"), "name") || text(declaration, "name");
    if (statement.type === "ExportDefaultDeclaration") add("default", id);
    if (statement.type !== "ExportNamedDeclaration" || child(statement, "source")) continue;
    for (const name of declaration ? [id, ...boundIn(declaration)] : []) add(name, name);
    for (const specifier of children(statement, "specifiers"))
      add(nameOf(child(specifier, "exported")), nameOf(child(specifier, "local")));
  }
  return found;
}

function boundIn(declaration: Node): string[] {
  return children(declaration, "declarations").flatMap((it) => boundNames(child(it, "id")));
}

function nameOf(node: Node | undefined): string {
  return text(node, "name") || text(node, "value");
}

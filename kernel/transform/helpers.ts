import type MagicString from "magic-string";
import { boundNames, child, children, type Node, text, walk } from "./ast.ts";
import { writtenName } from "./globalNames.ts";

/**
 * Gives the names that lowering invented a suffix of their own.
 *
 * A class with decorators keeps using its helpers (`_init`, `_x`) long after its cell has run; a later cell that declared
 * the same names would change them under it.
 */
export function renameHelpers(
  out: MagicString,
  program: Node,
  source: string,
  suffix: string,
): (name: string) => string {
  const invented = new Set(declaredNames(program).filter((name) => !source.includes(writtenName(name))));
  walk(program, (node, parent) => {
    const name = text(node, "name");
    if (node.type !== "Identifier" || !invented.has(name) || isKey(node, parent)) return;
    if (parent?.type.startsWith("Import")) return; // The import is written anew, with the suffix.
    out.appendLeft(node.end, suffix);
  });
  return (name) => (invented.has(name) ? name + suffix : name);
}

function isKey(node: Node, parent: Node | undefined): boolean {
  if (!parent || parent.computed === true) return false;
  return child(parent, "property") === node || (child(parent, "key") === node && parent.shorthand !== true);
}

function declaredNames(program: Node): string[] {
  return children(program, "body").flatMap((statement) => [
    ...children(statement, "declarations").flatMap((declarator) => boundNames(child(declarator, "id"))),
    ...children(statement, "specifiers").flatMap((specifier) => boundNames(child(specifier, "local"))),
  ]);
}

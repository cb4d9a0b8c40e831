import MagicString from "magic-string";
import { child, children, type Node, text } from "./ast.ts";
import { isGlobal, ownName } from "./globalNames.ts";
import { occurrencesOf } from "./scopes.ts";

/** JavaScript and the mappings that lead back to what it was. */
export interface Hidden {
  readonly code: string;
  readonly mappings: string;
}

/**
 * Gives what cells declare under the name of a global of Node's the name that `globalNames` has for it.
 *
 * @param declared the names of this cell and of those before
 * @returns nothing where the cell speaks of no such name
 */
export function hideGlobals(code: string, program: Node, declared: Iterable<string>): Hidden | undefined {
  const names = new Set([...declared].filter((name) => isGlobal(name) && code.includes(name)));
  if (names.size === 0) return undefined;
  const out = new MagicString(code);
  for (const { name, start, end, shorthand } of occurrencesOf(program, names))
    out.update(start, end, shorthand ? `${name}: ${ownName(name)}` : ownName(name));
  for (const statement of children(program, "body")) {
    if (statement.type === "ImportDeclaration") renameImports(out, statement, names);
    const node = statement.type.startsWith("Export") ? child(statement, "declaration") : statement;
    if (node?.type === "ClassDeclaration") keepClassName(out, statement, node, names);
  }
  return { code: out.toString(), mappings: out.generateMap({ hires: "boundary" }).mappings };
}

function renameImports(out: MagicString, statement: Node, names: ReadonlySet<string>): void {
  for (const specifier of children(statement, "specifiers")) {
    const [local, imported] = [child(specifier, "local"), child(specifier, "imported")];
    const name = text(local, "name");
    if (!local || !names.has(name)) continue;
    const isShort = imported?.start === local.start;
    out.update(local.start, local.end, isShort ? `${name} as ${ownName(name)}` : ownName(name));
  }
}

/** A class knows itself by the name that it has in the cell, and shows it. */
function keepClassName(out: MagicString, statement: Node, node: Node, names: ReadonlySet<string>): void {
  const name = text(child(node, "id"), "name");
  if (!names.has(name)) return;
  if (statement !== node) out.remove(statement.start, node.start);
  out.appendRight(node.start, `let ${ownName(name)} = `);
  out.appendLeft(node.end, ";");
}

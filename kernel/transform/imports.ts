import { child, children, type Node, text } from "./ast.ts";

/** The name under which a cell reaches the session's own functions; part of the contract with `execute/child`. */
export const runtime = "__toile";

/**
 * A static import as an awaited call of the session's importer.
 *
 * `import d, { a as b } from "m"` becomes `let { default: d, "a": b } = await __toile.import("m", ["default", "a"])`. The list of
 * names lets the importer look for them on the default export too, as CommonJS packages need.
 */
export function importStatement(
  node: Node,
  source: string,
  rename: (name: string) => string = (name) => name,
): string {
  const specifiers = children(node, "specifiers");
  const namespace = specifiers.find((s) => s.type === "ImportNamespaceSpecifier");
  const named = specifiers.filter((s) => s !== namespace);
  const names = named.map(importedName);
  const call = `await ${runtime}.wait(${runtime}.import(${importArguments(node, source, namespace ? ["*", ...names] : names)}))`;
  if (specifiers.length === 0) return `${call};`;
  const localName = (specifier: Node) => rename(text(child(specifier, "local"), "name"));
  const pattern = named.map((s, i) => `${JSON.stringify(names[i])}: ${localName(s)}`).join(", ");
  if (!namespace) return `let { ${pattern} } = ${call};`;
  const local = localName(namespace);
  return named.length > 0 ? `let ${local} = ${call}, { ${pattern} } = ${local};` : `let ${local} = ${call};`;
}

function importedName(specifier: Node): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const imported = child(specifier, "imported");
  return text(imported, "name") || text(imported, "value");
}

function importArguments(node: Node, source: string, names: readonly string[]): string {
  const from = child(node, "source");
  const specifier = from ? source.slice(from.start, from.end) : '""';
  const attributes = children(node, "attributes").map((a) => source.slice(a.start, a.end));
  const options = attributes.length > 0 ? `, { with: { ${attributes.join(", ")} } }` : "";
  return `${specifier}, ${JSON.stringify(names)}${options}`;
}

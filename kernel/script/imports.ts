import { child, children, type Node, text } from "../transform/ast.ts";
import type { Binding } from "./binding.ts";

/** One imported name. */
interface Specifier {
  readonly imported: "default" | "*" | (string & {});
  readonly binding: Binding;
  typeOnly: boolean;
}

/** All that the script imports from one module. */
interface Module {
  readonly source: string;
  readonly attributes: string;
  readonly specifiers: Specifier[];
}

/** Gathers the imports of all cells, each name once, each module once. */
export class Imports {
  private readonly modules = new Map<string, Module>();

  get size(): number {
    return this.modules.size;
  }

  /** Adds what an import statement says, apart from the names. */
  addModule(node: Node, cell: string): void {
    this.moduleOf(node, cell);
  }

  /** The binding that already stands for just this import. */
  find(declaration: Node, specifier: Node, cell: string, name: string): Binding | undefined {
    const imported = importedName(specifier);
    const known = this.moduleOf(declaration, cell).specifiers.find(
      (s) => s.imported === imported && s.binding.name === name,
    );
    if (known && !isTypeOnly(declaration, specifier)) known.typeOnly = false;
    return known?.binding;
  }

  add(declaration: Node, specifier: Node, cell: string, binding: Binding): void {
    this.moduleOf(declaration, cell).specifiers.push({
      imported: importedName(specifier),
      binding,
      typeOnly: isTypeOnly(declaration, specifier),
    });
  }

  /** The import statements, in the order in which the cells name the modules. */
  print(): string {
    return [...this.modules.values()].flatMap(statements).join("\n");
  }

  private moduleOf(node: Node, cell: string): Module {
    const source = text(child(node, "source"), "value");
    const listed = children(node, "attributes").map((a) => cell.slice(a.start, a.end));
    const attributes = listed.length > 0 ? ` with { ${listed.join(", ")} }` : "";
    const key = source + attributes;
    const module = this.modules.get(key) ?? { source, attributes, specifiers: [] };
    this.modules.set(key, module);
    return module;
  }
}

/** The name by which the module has it. */
export function importedName(specifier: Node): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  const imported = child(specifier, "imported");
  return text(imported, "name") || text(imported, "value");
}

function isTypeOnly(declaration: Node, specifier: Node): boolean {
  return declaration.importKind === "type" || specifier.importKind === "type";
}

/** A default or a namespace may share a statement with names, but not when it is a type alone. */
function statements({ source, attributes, specifiers }: Module): string[] {
  const from = `${JSON.stringify(source)}${attributes};`;
  if (specifiers.length === 0) return [`import ${from}`];
  const lone = specifiers.filter(({ imported }) => imported === "default" || imported === "*");
  const named = specifiers.filter((specifier) => !lone.includes(specifier));
  const lines = lone.map((s) => `import ${isType(s) ? "type " : ""}${local(s)} from ${from}`);
  if (named.length === 0) return lines;
  if (named.every(isType)) return [...lines, `import type ${list(named.map(local))} from ${from}`];
  return [...lines, `import ${list(named.map((s) => (isType(s) ? "type " : "") + local(s)))} from ${from}`];
}

/** What no cell uses but in types would not be found at run time, where types are gone. */
function isType({ typeOnly, binding }: Specifier): boolean {
  return typeOnly || (binding.usedAsType && !binding.usedAsValue);
}

function local({ imported, binding }: Specifier): string {
  if (imported === "default") return binding.text;
  if (imported === "*") return `* as ${binding.text}`;
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(imported) ? imported : JSON.stringify(imported);
  return name === binding.text ? name : `${name} as ${binding.text}`;
}

function list(names: readonly string[]): string {
  const line = `{ ${names.join(", ")} }`;
  return line.length <= 80 ? line : `{\n${names.map((name) => `  ${name},\n`).join("")}}`;
}

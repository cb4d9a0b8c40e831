import type { Definition, Reference, Variable } from "@typescript-eslint/scope-manager";
import { child, children, type Node, text, walk } from "../transform/ast.ts";
import { type Binding, Names, type Space, spaceOf, spacesOf } from "./binding.ts";
import { outlivesItsCell, parentsOf } from "./capture.ts";
import { CellText } from "./emit.ts";
import { Imports, importedName } from "./imports.ts";
import { exportsOf, importedCell, moduleName } from "./moduleCells.ts";
import { readCells } from "./notebook.ts";
import { commented, type ParsedCell, parseCell, type UnreadableCell } from "./parse.ts";
import { standInsFor } from "./standIns.ts";

/**
 * A notebook as one TypeScript module that type-checks where its cells do, and does what they do when run in their order.
 *
 * A name declared anew gets a number (`model2`), unless functions of earlier cells look it up: those must see the new value, so it
 * becomes an assignment. Imports are gathered at the top. Text becomes comments in the "percent" form that VS Code, Spyder and
 * jupytext read; so do magics and cells that are not TypeScript.
 *
 * @param notebook the file's JSON
 * @throws for what is not a notebook
 * @example
 * notebookToScript('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "let a = 1"}]}')
 */
export function notebookToScript(notebook: string): string {
  const cells = readCells(notebook);
  const parsed = cells.map(({ type, source }) => (type === "code" ? parseCell(source) : undefined));
  const script = new Script(parsed.flatMap((cell) => (cell && "program" in cell ? [cell] : [])));
  const texts = parsed.map((cell) => (cell && "program" in cell ? script.add(cell) : undefined));
  script.finish();
  const parts = cells.map(({ type, source }, i) => {
    const cell = parsed[i];
    if (cell && "problem" in cell) return section("", unreadable(cell));
    return type === "code"
      ? section("", texts[i]?.toString() ?? "")
      : section(` [${type}]`, source.trim() === "" ? "" : commented(source.trim()));
  });
  return `${[script.head(), ...parts].filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, content: string): string {
  return content === "" ? "" : `// %%${title}\n${content}`;
}

function unreadable({ source, problem }: UnreadableCell): string {
  return `// Not TypeScript: ${problem}\n${commented(source.trim())}`;
}

/** Goes through the cells in order and knows, at each, what every name means. */
class Script {
  private readonly names: Names;
  private readonly imports = new Imports();
  private readonly texts = new Map<ParsedCell, CellText>();
  private readonly bindings: Binding[] = [];
  private readonly unknown = new Set<string>();
  /** What the module cells so far export. */
  private readonly modules = new Map<string, ReadonlyMap<string, Binding>>();
  private readonly cells: readonly ParsedCell[];

  constructor(cells: readonly ParsedCell[]) {
    this.cells = cells;
    this.names = new Names(cells.flatMap(({ program }) => identifiersIn(program)));
  }

  /** Takes the next cell in; its text is final only after {@link finish}. */
  add(cell: ParsedCell): CellText {
    const out = new CellText(cell);
    this.texts.set(cell, out);
    const module = cell.scopes.scopes.find((scope) => scope.type === "module");
    const parents = parentsOf(cell.program);
    const ownModule = moduleName(cell);
    this.addImportedModules(cell);
    const declared = (module?.variables ?? []).map((variable) => this.declare(cell, variable));
    if (ownModule === undefined) for (const binding of declared) this.names.add(binding);
    else
      this.modules.set(
        ownModule,
        exportsOf(cell, (name) => declared.find((it) => it.name === name)),
      );
    for (const [i, variable] of (module?.variables ?? []).entries())
      for (const reference of ownReferences(cell, variable)) this.use(reference, declared[i], cell, parents);
    for (const reference of cell.scopes.globalScope?.through ?? []) {
      const name = text(reference.identifier as unknown as Node, "name");
      const binding = ownModule === undefined ? this.names.find(name, spaceOf(reference)) : undefined;
      if (!binding && !reference.isTypeReference) this.unknown.add(name);
      this.use(reference, binding, cell, parents);
    }
    return out;
  }

  /** Declarations that a later cell assigns to become variables. */
  finish(): void {
    for (const { assigned, variable, cell, text: name } of this.bindings) {
      const definition = variable.defs[0];
      const out = this.texts.get(cell);
      if (!assigned || !definition || !out) continue;
      const declaration = declarationOf(definition);
      if (declaration?.type === "VariableDeclaration") out.makeLet(declaration);
      else if (declaration?.type === "FunctionDeclaration")
        out.makeVariable(declaration, name, firstUse(variable, declaration));
    }
  }

  /** Imports, and stand-ins for what only the kernel has. */
  head(): string {
    const declared = new Set(this.bindings.map(({ text }) => text));
    const { imports, code } = standInsFor([...this.unknown].filter((name) => !declared.has(name)));
    const modules = [this.imports.print(), ...imports].filter((line) => line !== "").join("\n");
    return [modules === "" ? "export {};" : modules, ...code].join("\n\n");
  }

  private addImportedModules({ program, source }: ParsedCell): void {
    for (const node of children(program, "body"))
      if (child(node, "source") && !this.modules.has(importedCell(node) ?? ""))
        this.imports.addModule(node, source);
  }

  private declare(cell: ParsedCell, variable: Variable): Binding {
    const { name } = variable;
    const definition = variable.defs[0];
    const spaces = spacesOf(variable);
    if (definition?.type === "ImportBinding") return this.declareImport(cell, variable, definition);
    const earlier = moduleName(cell) === undefined ? this.names.find(name, "value") : undefined;
    if (definition && earlier && canTakeOver(earlier, definition)) {
      earlier.assigned = true;
      this.assignInstead(cell, variable, definition, earlier);
      return earlier;
    }
    return this.bind(cell, variable, this.clashes(cell, name, spaces) ? this.names.fresh(name) : name);
  }

  private declareImport(cell: ParsedCell, variable: Variable, definition: Definition): Binding {
    const { name } = variable;
    const specifier = definition.node as unknown as Node;
    const declaration = definition.parent as unknown as Node;
    const exported = this.modules.get(importedCell(declaration) ?? "");
    const cells = exported && this.importCell(cell, variable, importedName(specifier), exported);
    if (cells) return cells;
    const known = this.imports.find(declaration, specifier, cell.source, name);
    if (known) return known;
    const clash = this.clashes(cell, name, ["value", "type"]);
    const binding = this.newBinding(cell, variable, clash ? this.names.fresh(name) : name);
    this.imports.add(declaration, specifier, cell.source, binding);
    return binding;
  }

  /** A name of what an earlier module cell exports; nothing where it does not. */
  private importCell(
    cell: ParsedCell,
    variable: Variable,
    imported: string,
    exported: ReadonlyMap<string, Binding>,
  ): Binding | undefined {
    const { name } = variable;
    const found = exported.get(imported);
    if (found) return { ...found, name, captured: false, imported: true };
    if (imported !== "*") return undefined;
    const text = this.clashes(cell, name, ["value"]) ? this.names.fresh(name) : name;
    const values = [...exported].filter(([, { spaces }]) => spaces.includes("value"));
    const members = values.map(([key, { text }]) => (key === text ? key : `${key}: ${text}`));
    this.texts.get(cell)?.append(0, `const ${text} = { ${members.join(", ")} };\n`);
    return this.newBinding(cell, variable, text);
  }

  /** Whether a name at the top of a cell would be mistaken for another in one file; that of a module cell is nobody else's. */
  private clashes(cell: ParsedCell, name: string, spaces: readonly Space[]): boolean {
    if (this.names.clashes(name, spaces)) return true;
    const own = moduleName(cell);
    if (own === undefined) return false;
    const mentioning = this.cells.filter(
      (other) => other !== cell && identifiersIn(other.program).includes(name),
    );
    return mentioning.some((other) => !takesFrom(other, own, name));
  }

  private bind(cell: ParsedCell, variable: Variable, name: string): Binding {
    const out = this.texts.get(cell);
    for (const id of variable.identifiers) out?.rename(id.range[0], variable.name, name);
    return this.newBinding(cell, variable, name);
  }

  private newBinding(cell: ParsedCell, variable: Variable, name: string): Binding {
    const binding: Binding = {
      name: variable.name,
      text: name,
      spaces: spacesOf(variable),
      cell,
      variable,
      captured: false,
      assigned: false,
      usedAsValue: false,
      usedAsType: false,
    };
    this.bindings.push(binding);
    return binding;
  }

  /** The new declaration of a name that earlier functions look up. */
  private assignInstead(
    cell: ParsedCell,
    variable: Variable,
    definition: Definition,
    earlier: Binding,
  ): void {
    const out = this.texts.get(cell);
    const declaration = declarationOf(definition);
    if (!out || !declaration) return;
    if (declaration.type === "FunctionDeclaration") {
      out.functionAs(declaration, `${earlier.text} = `);
      return;
    }
    if (child(definition.node as unknown as Node, "id")?.type === "Identifier") {
      out.assign(declaration, earlier.text);
      return;
    }
    const fresh = this.names.fresh(variable.name);
    for (const id of variable.identifiers) out.rename(id.range[0], variable.name, fresh);
    out.append(declaration.end, `\n${earlier.text} = ${fresh};`);
  }

  private use(
    reference: Reference,
    binding: Binding | undefined,
    cell: ParsedCell,
    parents: ReadonlyMap<Node, Node>,
  ): void {
    if (!binding) return;
    const { identifier } = reference;
    if (!reference.init) this.texts.get(cell)?.rename(identifier.range[0], binding.name, binding.text);
    if (spaceOf(reference) === "type") binding.usedAsType = true;
    else binding.usedAsValue = true;
    if (reference.isWrite() && !reference.init && isFunction(binding)) binding.assigned = true;
    if (!isWithinItself(reference, binding) && outlivesItsCell(reference, parents)) binding.captured = true;
  }
}

/** Whether a cell has a name from a module cell, under the same name. */
function takesFrom({ program }: ParsedCell, module: string, name: string): boolean {
  return children(program, "body")
    .filter((statement) => statement.type === "ImportDeclaration" && importedCell(statement) === module)
    .flatMap((statement) => children(statement, "specifiers"))
    .some(
      (specifier) => importedName(specifier) === name && text(child(specifier, "local"), "name") === name,
    );
}

function identifiersIn(program: Node): string[] {
  const names: string[] = [];
  walk(program, (node) => {
    if (node.type === "Identifier") names.push(text(node, "name"));
  });
  return names;
}

/** The references of a name, with those that its own declaration makes: a class sees itself by a name of its own. */
function ownReferences({ scopes }: ParsedCell, variable: Variable): Reference[] {
  const nodes = new Set<unknown>(variable.defs.map(({ node }) => node));
  const inner = scopes.scopes
    .filter(({ block, type }) => nodes.has(block) && (type === "class" || type === "tsEnum"))
    .flatMap((scope) => scope.variables)
    .filter((own) => own.name === variable.name && own.defs.some(({ node }) => nodes.has(node)));
  return [...variable.references, ...inner.flatMap((own) => own.references)];
}

/** The statement that declares a name: `const …` or `function …`. */
function declarationOf(definition: Definition): Node | undefined {
  const node = definition.node as unknown as Node;
  return node.type === "VariableDeclarator" ? (definition.parent as unknown as Node) : node;
}

/** Whether the new declaration can be an assignment to the earlier variable, and must be, since functions look that up. */
function canTakeOver(earlier: Binding, definition: Definition): boolean {
  if (earlier.imported || !earlier.captured || earlier.variable.defs.length !== 1) return false;
  const [before, now] = [earlier.variable.defs[0], definition].map((d) => d && declarationOf(d));
  return isVariable(before) && isVariable(now) && hasOneValue(now, definition);
}

/** TypeScript lets nobody assign to a function declaration; JavaScript and the kernel do. */
function isFunction({ variable }: Binding): boolean {
  return variable.defs.some(({ node }) => node.type === "FunctionDeclaration");
}

function isVariable(node: Node | undefined): node is Node {
  return node?.type === "VariableDeclaration" || node?.type === "FunctionDeclaration";
}

/** A `var`, which may be in a block, a list of declarations and one without a value stay what they are. */
function hasOneValue(declaration: Node, definition: Definition): boolean {
  if (declaration.type === "FunctionDeclaration") return true;
  const isOne = text(declaration, "kind") !== "var" && children(declaration, "declarations").length === 1;
  return isOne && child(definition.node as unknown as Node, "init") !== undefined;
}

function isWithinItself(reference: Reference, { variable }: Binding): boolean {
  const [start, end] = reference.identifier.range;
  return variable.defs.some(
    ({ node }) => node.range[0] <= start && end <= node.range[1] && node.type === "FunctionDeclaration",
  );
}

function firstUse(variable: Variable, declaration: Node): number {
  const starts = variable.references.map(({ identifier }) => identifier.range[0]);
  return Math.min(declaration.start, ...starts);
}

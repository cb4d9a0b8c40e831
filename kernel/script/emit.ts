import MagicString from "magic-string";
import { child, children, type Node, text, walk } from "../transform/ast.ts";
import type { ParsedCell } from "./parse.ts";

/** The text of one cell on its way into the script. */
export class CellText {
  private readonly out: MagicString;
  private readonly shorthands: ReadonlySet<number>;
  /** Starts and ends of what is no longer there, in pairs. */
  private readonly gone: number[] = [];
  readonly cell: ParsedCell;

  constructor(cell: ParsedCell) {
    this.cell = cell;
    this.out = new MagicString(cell.source);
    this.shorthands = shorthandsIn(cell.program);
    for (const statement of children(cell.program, "body")) this.settle(statement);
  }

  toString(): string {
    return this.out.toString().trim();
  }

  /** Writes another name at a place where a name stands. */
  rename(start: number, name: string, to: string): void {
    if (name === to || this.isGone(start)) return;
    this.out.update(start, start + name.length, this.shorthands.has(start) ? `${name}: ${to}` : to);
  }

  /** `const` -> `let`. */
  makeLet(declaration: Node): void {
    if (text(declaration, "kind") === "const")
      this.out.update(declaration.start, declaration.start + "const".length, "let");
  }

  /** `function f() {}` -> `let f = function () {};`, before whatever calls it. */
  makeVariable(declaration: Node, name: string, calledFrom: number): void {
    this.functionAs(declaration, `let ${name} = `);
    const anchor = children(this.cell.program, "body").find(
      (s) => s.start <= calledFrom && calledFrom < s.end,
    );
    if (anchor && anchor.start < declaration.start)
      this.out.move(declaration.start, declaration.end, anchor.start);
  }

  /** `function f() {}` -> `f = function () {};`. */
  functionAs(declaration: Node, before: string): void {
    const id = child(declaration, "id");
    if (!id) return;
    this.out.appendRight(declaration.start, before);
    this.out.remove(id.start, id.end);
    this.out.appendLeft(declaration.end, ";\n");
  }

  /** `const a: T = value` -> `a = value`. */
  assign(declaration: Node, name: string): void {
    const id = child(children(declaration, "declarations")[0] ?? declaration, "id");
    if (!id) return;
    this.out.update(declaration.start, id.end, name);
    this.gone.push(declaration.start, id.end);
  }

  append(at: number, code: string): void {
    this.out.appendLeft(at, code);
  }

  /** What a module may not have twice or a script has no use for: imports, gathered elsewhere, and exports. */
  private settle(node: Node): void {
    const { out } = this;
    const declaration = child(node, "declaration");
    if (node.type === "ImportDeclaration") this.removeLine(node);
    else if (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") {
      if (declaration) out.remove(node.start, declaration.start);
      else this.removeLine(node);
    } else if (node.type === "ExportAllDeclaration") this.removeLine(node);
    const isDefault = node.type === "ExportDefaultDeclaration" && !child(declaration ?? node, "id");
    if (
      (isDefault || needsSemicolon.has((declaration ?? node).type)) &&
      this.cell.source[node.end - 1] !== ";"
    )
      out.appendLeft(node.end, ";");
  }

  private removeLine(node: Node): void {
    const { source } = this.cell;
    const end = /^[ \t]*;?[ \t]*(\r?\n|$)/.exec(source.slice(node.end))?.[0].length ?? 0;
    this.out.remove(node.start, node.end + end);
    this.gone.push(node.start, node.end);
  }

  private isGone(at: number): boolean {
    return this.gone.some((start, i) => i % 2 === 0 && start <= at && at < (this.gone[i + 1] ?? 0));
  }
}

/** The next cell may start with a bracket. */
const needsSemicolon = new Set([
  "ExpressionStatement",
  "VariableDeclaration",
  "TSTypeAliasDeclaration",
  "ThrowStatement",
]);

/** Where a name is a key as well: `{ a }`, also in a pattern. */
function shorthandsIn(program: Node): Set<number> {
  const starts = new Set<number>();
  walk(program, (node) => {
    if (node.type === "Property" && node.shorthand === true) starts.add(node.start);
  });
  return starts;
}

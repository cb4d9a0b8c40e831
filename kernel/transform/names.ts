import type MagicString from "magic-string";
import { boundNames, child, children, type Node, text, walk } from "./ast.ts";
import { writtenName } from "./globalNames.ts";
import { runtime } from "./imports.ts";
import { declaratorNames, referencesTo } from "./scopes.ts";

/** The names that a cell gives to the session. */
export interface DeclaredNames {
  /** May not be assigned to: of `const` and of imports. */
  readonly constants: readonly string[];
  readonly variables: readonly string[];
}

/** What the cells of a session have declared so far. */
export class SessionNames {
  readonly constants = new Set<string>();
  readonly variables = new Set<string>();
  /** Those whose cell has run to its end. */
  readonly settled = new Set<string>();
  /** Those that functions of some cell use. */
  readonly captured = new Set<string>();

  /** A name that is declared anew is what its last declaration says. */
  add(names: DeclaredNames, captured: Iterable<string> = []): void {
    for (const name of captured) this.captured.add(name);
    for (const name of [...names.variables, ...names.constants]) this.settled.delete(name);
    for (const name of names.variables) this.constants.delete(name);
    for (const name of names.constants) this.variables.delete(name);
    for (const name of names.variables) this.variables.add(name);
    for (const name of names.constants) this.constants.add(name);
  }

  /** The cell that declares them has run to its end. */
  settle({ constants, variables }: DeclaredNames): void {
    for (const name of [...variables, ...constants]) this.settled.add(name);
  }
}

/** What a cell declares at its top, by the JavaScript that its author means. */
export function declaredNames(program: Node): DeclaredNames {
  const constants: string[] = [];
  const variables: string[] = [];
  for (const statement of children(program, "body")) {
    const node = statement.type.startsWith("Export") ? child(statement, "declaration") : statement;
    if (node?.type === "ImportDeclaration")
      constants.push(...children(node, "specifiers").flatMap((s) => boundNames(child(s, "local"))));
    else if (node?.type === "VariableDeclaration") {
      const fixed = /const|using/.test(text(node, "kind"));
      (fixed ? constants : variables).push(...declaratorNames(node));
    } else if (node?.type === "FunctionDeclaration" || node?.type === "ClassDeclaration")
      variables.push(...boundNames(child(node, "id")));
  }
  walk(program, (node, parent, inFunction) => {
    const isVar = node.type === "VariableDeclaration" && text(node, "kind") === "var";
    if (isVar && !inFunction && parent !== program) variables.push(...declaratorNames(node));
  });
  return { constants, variables };
}

/** Names of CommonJS that a cell has without declaring them, as a script in the notebook's folder would. */
const commonJs = ["module", "exports", "__filename", "__dirname"];

/**
 * What the session sees as `let` stays a constant: an assignment asks the session first.
 *
 * It asks when it runs, since a later cell may have declared the name anew as a variable.
 */
export function guardConstants(out: MagicString, program: Node, constants: ReadonlySet<string>): void {
  for (const { name, start, end, shorthand, assigned } of referencesTo(program, constants)) {
    if (!assigned) continue;
    const guard = `${runtime}.constant(${JSON.stringify(writtenName(name))}, () => ${name}, ($) => { ${name} = $; }).value`;
    out.update(start, end, shorthand ? `${name}: ${guard}` : guard);
  }
}

/** `module`, `exports` and the two paths, where no variable of that name hides them. */
export function provideCommonJs(
  out: MagicString,
  program: Node,
  source: string,
  isDeclared: (name: string) => boolean,
): void {
  const names = commonJs.filter((name) => source.includes(name) && !isDeclared(name));
  for (const { name, start, end, shorthand } of referencesTo(program, new Set(names)))
    out.update(start, end, `${shorthand ? `${name}: ` : ""}${runtime}.commonJs.${name}`);
}

import { children, type Node, text } from "../../transform/ast.ts";
import { readObjectCell } from "../../transform/objectCell.ts";
import { type Language, parseCell } from "../../transform/parse.ts";
import { type Declared, declarationsOf } from "./declarations.ts";

/** A cell as TypeScript's server sees it: a module whose first line tells what earlier cells have declared. */
export interface CellModule {
  readonly language: Language;
  /** Its line `n`, from 0, is line `n` of the cell, from 1; the line before them is the prologue. */
  readonly text: string;
  readonly declared: readonly Declared[];
  /** Modules of earlier cells that it imports. */
  readonly uses: ReadonlySet<string>;
  /** Names that come from earlier cells. */
  readonly foreign: ReadonlySet<string>;
  /** Whether it only declares what cannot change, so that its types are the same wherever it stands. */
  readonly isFixed: boolean;
}

/** Who declared a name last, as value and as type. */
export interface Owners {
  readonly value?: Owner;
  readonly type?: Owner;
}

interface Owner {
  /** The module's file name without its extension. */
  readonly module: string;
  readonly assignable: boolean;
}

export type Scope = ReadonlyMap<string, Owners>;

/** A cell that has been run, with no more of the scope than it mentions. */
export function ranModule(source: string, scope: Scope): CellModule {
  const words = new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
  return build(source, source, scope, (name) => words.has(name));
}

/**
 * The cell that is being written, with the whole scope, so that every name can be completed.
 *
 * @param cursor offset in UTF-16 units; the text is read as if a name stood there
 */
export function draftModule(source: string, cursor: number, scope: Scope): CellModule {
  return build(source, `${source.slice(0, cursor)}_${source.slice(cursor)}`, scope, () => true);
}

function build(
  source: string,
  readAs: string,
  scope: Scope,
  mentions: (name: string) => boolean,
): CellModule {
  const { result, language } = parseCell(readAs);
  const declared =
    result.errors.length === 0
      ? declarationsOf(result.program as unknown as Node)
      : guessDeclarations(readAs);
  const own = new Set(declared.map(({ name }) => name));
  const foreign = [...scope].filter(([name]) => mentions(name) && !own.has(name));
  const isObject = readObjectCell(source).maps.length > 0;
  const names = declared.filter(({ exported }) => !exported).map(({ name }) => name);
  const [open, close] = isObject ? ["(", ")"] : ["", ""];
  return {
    language,
    text: `${prologue(foreign)}${open}\n${source.replace(/^#!/, "//")}\n${close};export { ${names.join(", ")} };\n`,
    declared,
    uses: new Set(foreign.flatMap(([, { value, type }]) => [value, type].flatMap((it) => it?.module ?? []))),
    foreign: new Set(foreign.map(([name]) => name)),
    isFixed:
      language === "ts" && result.errors.length === 0 && onlyDeclares(result.program as unknown as Node),
  };
}

function onlyDeclares(program: Node): boolean {
  const statements = children(program, "body");
  return (
    statements.length > 0 &&
    statements.every((node) => fixed.has(node.type) || text(node, "kind") === "const")
  );
}

const fixed = new Set([
  "ImportDeclaration",
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
]);

function prologue(foreign: readonly (readonly [string, Owners])[]): string {
  return foreign.map(([name, owners]) => redeclare(name, owners)).join("");
}

/** As an import where that loses nothing, for it keeps documentation and generic types; a name that may be assigned to is a variable. */
function redeclare(name: string, { value, type }: Owners): string {
  if (!value || !type) {
    const { module, assignable } = value ?? type ?? { module: "", assignable: false };
    return assignable ? variable("let", name, module) : `import { ${name} } from "./${module}";`;
  }
  if (value.module === type.module && !value.assignable)
    return `import { ${name} } from "./${value.module}";`;
  const kind = value.assignable ? "let" : "const";
  return `${variable(kind, name, value.module)}type ${name} = import("./${type.module}").${name};`;
}

function variable(kind: "let" | "const", name: string, module: string): string {
  return `declare ${kind} ${name}: typeof import("./${module}").${name};`;
}

/** For a text that is only half there: names that stand where names are declared, at whatever depth. */
function guessDeclarations(source: string): Declared[] {
  const word = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`;
  const single = new RegExp(
    String.raw`\b(?:const|let|var|using|function\b\s*\*?|class|enum|type|interface|namespace)\s+(${word})`,
    "gu",
  );
  const several = /\b(?:import|const|let|var)\s*([^=;'"]*?)\s*(?:=|from\b)/g;
  const names = [...source.matchAll(single)].map(([, name = ""]) => name);
  for (const [, clause = ""] of source.matchAll(several))
    if (/[{[*]|^\w+$/.test(clause)) names.push(...(clause.match(new RegExp(word, "gu")) ?? []));
  return [...new Set(names)].map((name) => ({ name, space: "both", assignable: false, exported: true }));
}

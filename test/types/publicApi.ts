import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Comment, parseSync } from "oxc-parser";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A declaration that a user can reach, or a member of one. */
export interface PublicName {
  /** As a user writes it: `layers.dense`, `DenseOptions.activation`. */
  name: string;
  /** The file and line. */
  where: string;
  /** Its doc comment, if it has one. */
  doc: string | undefined;
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

interface Source {
  file: string;
  text: string;
  body: Node[];
  comments: Comment[];
}

const sources = new Map<string, Source>();

function parse(file: string): Source {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, "utf8");
  const { program, comments } = parseSync(file, text);
  const source = { file, text, body: program.body as unknown as Node[], comments };
  sources.set(file, source);
  return source;
}

/** Every function, class, interface and value that `src/index.ts` exports, with the members of the classes and interfaces. */
export function publicNames(): PublicName[] {
  const found = new Map<string, PublicName>();
  collect(resolve(root, "src/index.ts"), undefined, "", found);
  return [...found.values()];
}

function collect(
  file: string,
  wanted: ReadonlyMap<string, string> | undefined,
  prefix: string,
  found: Map<string, PublicName>,
): void {
  const source = parse(file);
  for (const node of source.body) {
    const from = (node.source as { value: string } | null | undefined)?.value;
    if (node.type === "ExportAllDeclaration" && from !== undefined) {
      const alias = (node.exported as { name: string } | null)?.name;
      if (alias !== undefined && wanted !== undefined && !wanted.has(alias)) continue;
      collect(
        pathOf(file, from),
        alias === undefined ? wanted : undefined,
        alias ? `${alias}.` : prefix,
        found,
      );
    } else if (node.type === "ExportNamedDeclaration" && from !== undefined) {
      collect(pathOf(file, from), namesOf(node, wanted), prefix, found);
    } else if (node.type === "ExportNamedDeclaration" && node.declaration) {
      declare(source, node, wanted, prefix, found);
    } else if (node.type === "TSInterfaceDeclaration" && /Options$/.test(declaredNames(node)[0] ?? "")) {
      // What exported options extend.
      addMembers(source, node, `${prefix}${declaredNames(node)[0]}`, found);
    }
  }
}

/** Which names of another file are exported, and by which names. */
function namesOf(node: Node, wanted: ReadonlyMap<string, string> | undefined): Map<string, string> {
  const specifiers = node.specifiers as { local: { name: string }; exported: { name: string } }[];
  const pairs = specifiers.map(({ local, exported }) => [local.name, exported.name] as const);
  return new Map(
    pairs
      .filter(([, name]) => wanted === undefined || wanted.has(name))
      .map(([local, name]) => [local, wanted?.get(name) ?? name]),
  );
}

function declare(
  source: Source,
  node: Node,
  wanted: ReadonlyMap<string, string> | undefined,
  prefix: string,
  found: Map<string, PublicName>,
): void {
  const declaration = node.declaration as Node;
  for (const local of declaredNames(declaration)) {
    const name = wanted === undefined ? local : wanted.get(local);
    if (name === undefined) continue;
    const full = `${prefix}${name}`;
    const at = { name: full, where: where(source, node), doc: docBefore(source, node.start) };
    // One of the overloads carries the text.
    if (found.get(full)?.doc === undefined) found.set(full, at);
    addMembers(source, declaration, full, found);
  }
}

function addMembers(source: Source, declaration: Node, full: string, found: Map<string, PublicName>): void {
  for (const member of membersOf(declaration)) {
    const key = (member.key as { name?: string } | undefined)?.name;
    if (key === undefined || isHidden(member)) continue;
    const path = `${full}.${key}`;
    if (!found.has(path)) {
      found.set(path, { name: path, where: where(source, member), doc: docBefore(source, member.start) });
    }
  }
}

function declaredNames(declaration: Node): string[] {
  if (declaration.type === "VariableDeclaration") {
    return (declaration.declarations as { id: { name: string } }[]).map(({ id }) => id.name);
  }
  const id = declaration.id as { name: string } | null;
  return id === null ? [] : [id.name];
}

function membersOf(declaration: Node): Node[] {
  if (declaration.type !== "TSInterfaceDeclaration" && declaration.type !== "ClassDeclaration") return [];
  return (declaration.body as { body: Node[] }).body;
}

/** Whether a class's member is private, or repeats what is explained elsewhere. */
function isHidden(member: Node): boolean {
  const key = member.key as { type: string };
  if (key.type === "PrivateIdentifier" || member.override === true) return true;
  // A class's field repeats an option of its constructor, which has the text.
  if (member.type === "PropertyDefinition") return true;
  return (
    member.accessibility === "private" ||
    member.accessibility === "protected" ||
    member.kind === "constructor"
  );
}

function docBefore({ text, comments }: Source, start: number): string | undefined {
  const before = comments.findLast(({ end }) => end <= start && text.slice(end, start).trim() === "");
  return before?.type === "Block" && before.value.startsWith("*") ? before.value : undefined;
}

function where({ file, text }: Source, { start }: Node): string {
  return `${relative(root, file)}:${text.slice(0, start).split("\n").length}`;
}

function pathOf(from: string, specifier: string): string {
  return resolve(dirname(from), specifier);
}

import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { parseSync } from "oxc-parser";
import { findCommand } from "../commands/catalogue.ts";
import { type Command, findCommands } from "../commands/find.ts";
import type { Node } from "../transform/ast.ts";
import { readObjectCell } from "../transform/objectCell.ts";

/** A cell that is TypeScript, with its names resolved. */
export interface ParsedCell {
  readonly source: string;
  readonly program: Node;
  readonly scopes: ScopeManager;
}

/** A cell that is not; it stays in the script as a comment. */
export interface UnreadableCell {
  readonly source: string;
  readonly problem: string;
}

/**
 * Parses a cell as the kernel reads it: an object literal alone is an object, and lines of magics are comments.
 *
 * Scopes come from typescript-eslint, whose tree oxc's is alike.
 */
export function parseCell(cell: string): ParsedCell | UnreadableCell {
  const source = commentCommands(cell);
  const read = readObjectCell(source).text;
  const plain = parse(read);
  if (!("problem" in plain)) return plain;
  const withoutMagics = commentMagics(source);
  if (withoutMagics === source) return plain;
  const parsed = parse(withoutMagics);
  return "problem" in parsed ? plain : parsed;
}

function parse(source: string): ParsedCell | UnreadableCell {
  const options = { sourceType: "module", lang: "ts", range: true, astType: "ts" } as const;
  const { program, errors } = parseSync("cell.ts", source, options);
  if (errors[0]) return { source, problem: errors[0].message };
  const tree = program as unknown as Parameters<typeof analyze>[0];
  return {
    source,
    program: program as unknown as Node,
    scopes: analyze(tree, { sourceType: "module", lib: [] }),
  };
}

/** A cell under a command that is not known may be in any language. */
function commentCommands(source: string): string {
  const commands = findCommands(source);
  if (commands.some(({ marks, name }) => marks === "%%" && !findCommand(name))) return commented(source);
  return commands.toReversed().reduce(commentCommand, source);
}

/** The statement of `%time` stays, since it runs all the same. */
function commentCommand(source: string, { start, end, body }: Command): string {
  const [before, text, after] = [source.slice(0, start), source.slice(start, end), source.slice(end)];
  if (body !== undefined) return before + commented(text);
  return /^[ \t]*\S/.test(after) ? `${before}/* ${text} */${after}` : `${before}// ${text}${after}`;
}

/** Those of other kernels: `%%magic` takes the whole cell; `%magic` and `!command` take their line. */
function commentMagics(source: string): string {
  if (/^\s*%%/.test(source)) return commented(source);
  return source.replace(/^[ \t]*(%[a-z]|!)/gim, "// $&");
}

/** Every line behind `//`. */
export function commented(text: string): string {
  return text
    .split("\n")
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");
}

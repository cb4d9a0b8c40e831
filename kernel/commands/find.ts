import { parseCell } from "../transform/parse.ts";
import { CellSyntaxError } from "../transform/syntaxError.ts";

/** A command as it stands in a cell; offsets in UTF-16 units. */
export interface Command {
  readonly marks: "%" | "%%";
  readonly name: string;
  /** What stands behind the name, on its line, without the spaces around it. */
  readonly args: string;
  /** Of the `%`. */
  readonly start: number;
  /** Behind the name, where nothing but it is the command's (`%time`), else behind its line or, of `%%sh`, behind the cell. */
  readonly end: number;
  /** Of `%%sh`: the rest of the cell. */
  readonly body?: string;
}

/** Of a cell that has one nothing else is read; of others the rest is TypeScript. */
const takesCell = new Set(["sh"]);
/** What stands behind these is TypeScript. */
const wrapsCode = new Set(["time"]);

const candidate = /^([ \t]*)(%%?)([A-Za-z]\w*)(?![\w.([])(\??)([^\r\n]*)/gm;
const head = /^(?:[ \t]*\r?\n)*([ \t]*)(%%)([A-Za-z]\w*)(\??)([^\r\n]*)/;

/**
 * The commands of a cell: lines that start with `%name` where a statement may start, and `%%name` at the head.
 *
 * A line that goes on with the expression above it is the remainder of a division, as TypeScript has it: `a` and below it `%b`. A text
 * that has no `%` at the start of a line costs nothing.
 *
 * @example findCommands("%sh ls\nconst a = 1")[0] // { marks: "%", name: "sh", args: "ls", start: 0, end: 6 }
 * @see https://ipython.readthedocs.io/en/stable/interactive/magics.html whose notation this is
 */
export function findCommands(source: string): Command[] {
  if (!/^[ \t]*%/m.test(source)) return [];
  const found = headCommands(source);
  if (found.at(-1)?.body !== undefined) return found;
  let masked = found.reduce(blanked, source);
  for (const match of source.matchAll(candidate)) {
    const [text, indent = ""] = match;
    const line = { start: match.index, end: match.index + text.length };
    if (found.some(({ start }) => start === line.start + indent.length)) continue;
    if (!mayStart(masked, line.start) || goesOn(masked, line)) continue;
    const command = readCommand(match, line.start);
    found.push(command);
    masked = blanked(masked, command);
  }
  return found;
}

/** As the cell is without its commands, every other character in its place. */
export function blankCommands(source: string, commands = findCommands(source)): string {
  return commands.reduce(blanked, source);
}

function headCommands(source: string): Command[] {
  const found: Command[] = [];
  for (let rest = source, at = 0; ; ) {
    const match = head.exec(rest);
    if (!match) return found;
    const [text, indent = "", marks = "", name = "", help = "", args = ""] = match;
    const lineStart = at + text.length - `${indent}${marks}${name}${help}${args}`.length;
    const command = readCommand(["", indent, marks, name, help, args], lineStart);
    at += text.length;
    rest = source.slice(at).replace(/^\r?\n/, (lineBreak) => {
      at += lineBreak.length;
      return "";
    });
    if (takesCell.has(name) && command.name === name)
      return [...found, { ...command, end: source.length, body: rest }];
    found.push(command);
    if (at >= source.length) return found;
  }
}

function readCommand(parts: readonly (string | undefined)[], lineStart: number): Command {
  const [, indent = "", marks = "", name = "", help = "", rest = ""] = parts;
  const start = lineStart + indent.length;
  const nameEnd = start + marks.length + name.length;
  const both = { marks: marks as Command["marks"], start };
  const lineEnd = nameEnd + help.length + rest.length;
  if (help !== "") return { ...both, marks: "%", name: "help", args: name, end: lineEnd };
  const end = wrapsCode.has(name) && marks === "%" ? nameEnd : lineEnd;
  return { ...both, name, args: rest.trim(), end };
}

function blanked(text: string, { start, end }: Command): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, " ") + text.slice(end);
}

/** Whether what stands before is whole: not in a template, a comment, brackets or half a statement. */
function mayStart(text: string, at: number): boolean {
  return firstError(text.slice(0, at)) === undefined;
}

/** Whether the line is a remainder: `%` may follow what stands before, and the line makes sense with it. */
function goesOn(text: string, line: { readonly start: number; readonly end: number }): boolean {
  if (firstError(`${text.slice(0, line.start)}% 0`) !== undefined) return false;
  const error = firstError(text);
  return error === undefined || error > line.end;
}

function firstError(text: string): number | undefined {
  if (text.trim() === "") return undefined;
  try {
    const { errors } = parseCell(text).result;
    return errors[0] && (errors[0].labels[0]?.start ?? 0);
  } catch (error) {
    if (error instanceof CellSyntaxError) return 0; // Nested too deeply.
    throw error;
  }
}

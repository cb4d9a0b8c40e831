import MagicString from "magic-string";
import { children, type Node } from "../transform/ast.ts";
import { runtime } from "../transform/imports.ts";
import { parseCell } from "../transform/parse.ts";
import { traceThrough } from "../transform/sourceMap.ts";
import { CellSyntaxError } from "../transform/syntaxError.ts";
import { catalogue, findCommand } from "./catalogue.ts";
import { blankCommands, type Command, findCommands } from "./find.ts";
import { nearestName } from "./nearest.ts";

/** A cell whose commands have become TypeScript. */
export interface CellWithCommands {
  readonly text: string;
  /** Mappings from the text to the cell; none where they are the same. */
  readonly maps: readonly string[];
  /** Whether type errors are to keep it from running: `%%strict`. */
  readonly strict: boolean;
  /** Whether it asks for a new session before it runs: `%reset`. */
  readonly resets: boolean;
}

/**
 * Reads a cell's commands and puts calls of the session in their place, in the same lines.
 *
 * @throws {CellSyntaxError} for a command that is not known, or stands where it cannot
 * @example readCommands("%sh ls").text // await __toile.command("sh", "ls");
 */
export function readCommands(source: string): CellWithCommands {
  const commands = findCommands(source);
  if (commands.length === 0) return { text: source, maps: [], strict: false, resets: false };
  for (const command of commands) check(command, source);
  const blank = blankCommands(source, commands);
  const has = (name: string) => commands.some((command) => command.name === name);
  checkReset(commands, blank, source);
  const out = new MagicString(source);
  for (const command of commands) replace(out, command, blank);
  return {
    text: out.toString(),
    maps: [out.generateMap({ hires: "boundary" }).mappings],
    strict: has("strict"),
    resets: has("reset"),
  };
}

/** A mistake found in the text that `readCommands` gave, at its place in the cell itself. */
export function placedInCell(
  error: CellSyntaxError,
  { maps }: CellWithCommands,
  source: string,
): CellSyntaxError {
  const place = traceThrough(maps, { line: error.line - 1, column: error.column - 1 });
  if (maps.length === 0 || !place) return error;
  const before = source.split("\n").slice(0, place.line);
  const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + place.column;
  return new CellSyntaxError(error.message, source, offset);
}

function check(command: Command, source: string): void {
  const problem = problemOf(command, source);
  if (problem !== undefined) throw new CellSyntaxError(problem, source, command.start);
}

function problemOf(command: Command, source: string): string | undefined {
  const { marks, name, args, start } = command;
  const info = findCommand(name);
  const called = `${marks}${name}`;
  const got = `got ${JSON.stringify(args)}`;
  if (!info) return unknown(called, name);
  if (!info.marks.includes(marks)) return wrongMarks(called, `${info.marks[0]}${name}`);
  if (
    marks === "%%" &&
    source
      .slice(0, start)
      .replace(/^[ \t]*%%.*$/gm, "")
      .trim() !== ""
  )
    return `${called} is for the whole cell and must be its first line`;
  const isBare = info.usage === "" && !(name === "reset" && args === "-f");
  if (isBare && args !== "") return `${called} takes nothing behind its name, ${got}`;
  if (name === "time") return problemOfTime(command, got);
  return name === "sh" ? problemOfShell(command, got) : undefined;
}

function unknown(called: string, name: string): string {
  const names = catalogue.map((info) => info.name);
  const near = findCommand(nearestName(name, names) ?? "");
  const hint = near ? `; did you mean ${near.marks[0]}${near.name}?` : "";
  return `There is no command ${called}${hint} (%help lists them)`;
}

function wrongMarks(called: string, known: string): string {
  const place = known.startsWith("%%") ? "stands at the head of a cell" : "stands on its own line";
  return `There is no ${called}, but ${known}, which ${place}`;
}

function problemOfTime({ marks, args }: Command, got: string): string | undefined {
  if (marks === "%" && args === "") return "%time takes a statement on its line; %%time takes the whole cell";
  if (marks === "%%" && args !== "")
    return `%%time takes what is below it, ${got}; %time takes the statement on its line`;
  return undefined;
}

function problemOfShell({ marks, args, body }: Command, got: string): string | undefined {
  if (marks === "%%" && args !== "")
    return `%%sh takes the lines below it, ${got}; %sh takes the line it stands on`;
  if ((body ?? args).trim() === "") return "%sh takes a command line: %sh ls; %%sh takes those below it";
  return undefined;
}

/** Whatever ran before it would be lost with the old session. */
function checkReset(commands: readonly Command[], blank: string, source: string): void {
  const at = commands.findIndex(({ name }) => name === "reset");
  const reset = commands[at];
  if (!reset) return;
  const earlier = commands.slice(0, at).filter(({ marks }) => marks === "%");
  if (earlier.length === 0 && statementsOf(blank.slice(0, reset.start)).length === 0) return;
  throw new CellSyntaxError("%reset must stand before all else in its cell", source, reset.start);
}

function replace(out: MagicString, command: Command, blank: string): void {
  const { name, args, start, end, body } = command;
  if (name === "strict" || name === "reset") out.remove(start, end);
  else if (name === "time") replaceTime(out, command, blank);
  else {
    const call = [name, body ?? args].map((text) => JSON.stringify(text)).join(", ");
    out.update(start, end, `await ${runtime}.command(${call});`);
  }
}

/** The clock stops behind the last statement that starts on the line; the end of the cell stops it by itself. */
function replaceTime(out: MagicString, { marks, start, end }: Command, blank: string): void {
  out.update(start, end, `${runtime}.time();`);
  if (marks === "%%") return;
  const lineEnd = /\r?\n|$/.exec(blank.slice(end))?.index ?? 0;
  const statements = statementsOf(blank);
  const timed = statements.findLast((node) => node.start >= end && node.start < end + lineEnd);
  if (timed && timed !== statements.at(-1)) out.appendLeft(timed.end, `;${runtime}.timed();`);
}

function statementsOf(text: string): Node[] {
  return children(parseCell(text).result.program as unknown as Node, "body");
}

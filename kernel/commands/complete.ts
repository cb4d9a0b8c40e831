import { readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Completion, CompletionItem } from "../interpreter.ts";
import { catalogue } from "./catalogue.ts";
import { type Command, findCommands } from "./find.ts";

/** Where commands run. */
export interface Surroundings {
  /** The notebook's folder. */
  readonly notebook: string;
  /** The working directory, which `%cd` changes. */
  folder(): Promise<string>;
  readonly env: NodeJS.ProcessEnv;
}

/** Names that one list may have: a `/usr/bin` has thousands. */
const mostNames = 500;

const npmCommands =
  "audit ci exec explain fund init install link ls outdated pkg prune root run search test uninstall update version view".split(
    " ",
  );

/**
 * Completes a command: its name, its sub-commands, files and folders, variables of the environment.
 *
 * @param cursor in UTF-16 units
 * @returns nothing where the cursor stands in TypeScript
 */
export async function completeCommand(
  code: string,
  cursor: number,
  surroundings: Surroundings,
): Promise<Completion | undefined> {
  const lineStart = code.lastIndexOf("\n", cursor - 1) + 1;
  const line = code.slice(lineStart, cursor);
  const [, indent, marks, name] = /^([ \t]*)(%%?)(\w*)$/.exec(line) ?? [];
  if (indent !== undefined && marks !== undefined && name !== undefined) {
    const start = lineStart + indent.length;
    return isCommand(code, start) ? named(marks, name, start, cursor) : undefined;
  }
  const command = findCommands(code).find(
    ({ start, end, body }) => start < cursor && (cursor <= end || body !== undefined),
  );
  return command && completeArguments(command, code, cursor, surroundings);
}

/** As the line will be, once its name is whole. */
function isCommand(code: string, start: number): boolean {
  const lineEnd = /\r?\n|$/.exec(code.slice(start))?.index ?? 0;
  const finished = `${code.slice(0, start)}%sh x${code.slice(start + lineEnd)}`;
  return findCommands(finished).some((command) => command.start === start);
}

function named(marks: string, name: string, start: number, end: number): Completion {
  const isHead = marks === "%%";
  const items = catalogue
    .filter((info) => info.name.startsWith(name))
    .flatMap((info) =>
      (isHead ? info.marks.filter((mark) => mark === "%%") : info.marks).map((mark) => `${mark}${info.name}`),
    )
    .map((text) => ({ text, type: "keyword" }));
  return { items, start, end };
}

async function completeArguments(
  command: Command,
  code: string,
  cursor: number,
  surroundings: Surroundings,
): Promise<Completion | undefined> {
  const from = code.lastIndexOf("\n", cursor - 1) + 1;
  const isBody = from > command.start;
  const before = code.slice(
    isBody ? from : command.start + command.marks.length + command.name.length,
    cursor,
  );
  const [word = ""] = /[^\s;|&<>"']*$/.exec(before) ?? [];
  const earlier = before.slice(0, before.length - word.length).trim();
  const items = await candidates(command, earlier, word, surroundings);
  return items && { items: items.slice(0, mostNames), start: cursor - word.length, end: cursor };
}

async function candidates(
  { name }: Command,
  earlier: string,
  word: string,
  surroundings: Surroundings,
): Promise<CompletionItem[] | undefined> {
  switch (name) {
    case "help":
      return starting(
        catalogue.map((info) => info.name),
        word,
        "keyword",
      );
    case "env":
      return earlier === "" ? starting(Object.keys(surroundings.env).sort(), word, "instance") : [];
    case "npm":
      return starting(npmNames(earlier, surroundings.notebook), word, "keyword");
    case "cd":
      return paths(word, await surroundings.folder(), true, surroundings.env);
    case "sh": {
      const isFirst = earlier === "" || /[;|&(]$/.test(earlier);
      if (isFirst && !word.includes("/")) return starting(programs(surroundings.env), word, "function");
      return paths(word, await surroundings.folder(), false, surroundings.env);
    }
    default:
      return name === "time" ? undefined : [];
  }
}

function starting(names: readonly string[], prefix: string, type: string): CompletionItem[] {
  return names.filter((name) => name.startsWith(prefix)).map((text) => ({ text, type }));
}

function npmNames(earlier: string, notebook: string): readonly string[] {
  const [command = ""] = earlier.split(/\s+/);
  if (command === "") return npmCommands;
  const { scripts, dependencies, devDependencies } = readManifest(join(notebook, "package.json"));
  if (/^run(-script)?$/.test(command)) return Object.keys(scripts ?? {});
  if (/^(uninstall|un|rm|remove|update|up|upgrade|explain|outdated|ls|view|link)$/.test(command))
    return Object.keys({ ...dependencies, ...devDependencies });
  return [];
}

type Manifest = Partial<
  Record<"scripts" | "dependencies" | "devDependencies", Readonly<Record<string, string>>>
>;

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    return {}; // There is none, or none that can be read.
  }
}

/** Folders end in a slash; hidden names come where the word asks for them. */
function paths(word: string, folder: string, foldersOnly: boolean, env: NodeJS.ProcessEnv): CompletionItem[] {
  const cut = word.lastIndexOf("/") + 1;
  const [parent, prefix] = [word.slice(0, cut), word.slice(cut)];
  const at = resolve(folder, parent.replace(/^~(?=\/)/, env.HOME ?? "~"));
  return entries(at)
    .filter((name) => name.startsWith(prefix) && (prefix.startsWith(".") || !name.startsWith(".")))
    .map((name) => ({ name, isFolder: isFolder(join(at, name)) }))
    .filter(({ isFolder }) => isFolder || !foldersOnly)
    .map(({ name, isFolder }) => ({ text: `${parent}${name}${isFolder ? "/" : ""}`, type: "path" }));
}

function programs({ PATH = "" }: NodeJS.ProcessEnv): string[] {
  return [
    ...new Set(
      PATH.split(delimiter)
        .filter((folder) => folder !== "")
        .flatMap(entries),
    ),
  ].sort();
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // It is not there, or not for us.
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

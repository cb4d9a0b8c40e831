import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { CellSyntaxError } from "./syntaxError.ts";

/** In UTF-16 units: what is shorter cannot be nested too deeply. */
const shortest = 8000;
/** Levels that the parser takes, whatever they are made of. */
const harmless = 3000;
/** The last text that was tried, since a cell is parsed several times. */
let tried = "";

/**
 * Refuses a text that is nested so deeply that the native parser would overflow the stack, which ends the process without a word.
 *
 * Only a text that may be one is tried out, in a process that may end so.
 *
 * @throws {CellSyntaxError} for such a text
 */
export function guardDepth(source: string): void {
  if (source.length < shortest || source === tried || levelsAtMost(source) < harmless) return;
  if (!survives(source)) throw tooDeep(source);
  tried = source;
}

function tooDeep(source: string): CellSyntaxError {
  return new CellSyntaxError("The code is nested too deeply to be read; give its parts names", source, 0);
}

/** Does work that goes down the tree of a text, and refuses the text where the stack is too short for that. */
export function refusingDepth<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError && error.message.includes("call stack")) throw tooDeep(source);
    throw error;
  }
}

/** Longer ones come in pieces: the engine's stack is too short for a word of millions. */
const longestWord = 1000;
const tokens = new RegExp(String.raw`;\s*else\b|[\p{L}\p{N}_$]{1,${longestWord}}|[^\s\p{L}\p{N}_$]`, "gu");

/** Open brackets and what stands in a row without a separator, as in `1 + 1 + 1` or `else if ... else if ...`; more rather than less. */
function levelsAtMost(source: string): number {
  const around: number[] = [];
  let row = 0;
  let outside = 0;
  let most = 0;
  for (const [token] of source.matchAll(tokens)) {
    if ("([{".includes(token)) {
      around.push(row);
      outside += row + 1;
      row = 0;
    } else if (")]}".includes(token)) {
      row = (around.pop() ?? 0) + 1;
      outside = Math.max(0, outside - row);
    } else if (token.length < longestWord) row = token === "," || token === ";" ? 0 : row + 1;
    most = Math.max(most, outside + row);
  }
  return most;
}

function survives(source: string): boolean {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { resolve } = createRequire(import.meta.url);
  const modules = ["oxc-parser", "oxc-transform"].map((name) => pathToFileURL(resolve(name)).href);
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", attempt, ...modules], {
    input: source,
    stdio: ["pipe", "ignore", "ignore"],
  });
  return status === 0;
}

/** Reads the text as the kernel does, a good deal further down the stack. */
const attempt = `
import { readFileSync } from "node:fs";
const [parser, transformer] = process.argv.slice(1);
const { parseSync } = await import(parser);
const { transformSync } = await import(transformer);
const source = readFileSync(0, "utf8");
const read = (lang) => {
  void parseSync("cell." + lang, source, { sourceType: "module", lang }).program;
  transformSync("cell." + lang, source, { sourceType: "module", lang, sourcemap: true });
};
const below = (depth) => (depth === 0 ? ["ts", "tsx"].forEach(read) : below(depth - 1) ?? 0);
below(3000);
`;

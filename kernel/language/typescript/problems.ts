import { isBuiltin } from "node:module";
import type { Diagnostic } from "vscode-languageserver-protocol";
import { withoutModules } from "./place.ts";
import type { Problem } from "./types.ts";

/** What a cell's mistakes are judged by. */
export interface Judgement {
  readonly source: string;
  /** Lines of other cells before it in its module. */
  readonly offset: number;
  /** Names that come from earlier cells. */
  readonly foreign: ReadonlySet<string>;
  /** Whether the notebook asks for everything that its settings call an error. */
  readonly strict: boolean;
}

/**
 * What is worth telling of the server's diagnostics.
 *
 * Never what only a file could mean: the cell has been parsed already, imports are resolved when it runs, and packages without types
 * are nobody's mistake here. Unless it is strict, also not what the order of cells hides from the types, and not missing
 * annotations.
 */
export function problemsOf(
  diagnostics: readonly Diagnostic[],
  { source, offset, foreign, strict }: Judgement,
): Problem[] {
  const lines = source.split("\n");
  const found = diagnostics.flatMap((diagnostic): Problem[] => {
    const { range, severity } = diagnostic;
    const message = typeof diagnostic.message === "string" ? diagnostic.message : diagnostic.message.value;
    const code = Number(diagnostic.code);
    const line = range.start.line - offset;
    const text = lines[line - 1]?.slice(
      range.start.character,
      range.end.line > range.start.line ? undefined : range.end.character,
    );
    if (severity !== 1 || text === undefined || isNoise(code) || (!strict && isPedantry(code))) return [];
    if (unknownModules.has(code) && isBuiltin(text.slice(1, -1))) return [];
    if (!strict && maybeAbsent.has(code) && foreign.has(text)) return [];
    const problem = { message: withoutModules(message), code, line, column: range.start.character + 1 };
    return [unknownNames.has(code) ? { ...problem, unknownName: text } : problem];
  });
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Codes of TypeScript's `diagnosticMessages.json`. */
function isNoise(code: number): boolean {
  if (code < 2000) return !grammar.has(code);
  return (code >= 4000 && code < 7000) || (code >= 9000 && code < 17000) || noise.has(code);
}

function isPedantry(code: number): boolean {
  return (code >= 7000 && code < 8000) || pedantry.has(code);
}

/** Of the grammar's complaints those that are about meaning: twice the same key, `import type` used as a value. */
const grammar = new Set([1117, 1345, 1360, 1361, 1362]);

/** No types for a module, globals of UMD modules, the JSX factory, arrays that later cells fill, helpers. */
const noise = new Set([
  2354, 2607, 2686, 2691, 2732, 2742, 2792, 2874, 2875, 2883, 7005, 7016, 7026, 7034, 7035, 17004,
]);

/** Told by the run itself (imports, constants), or not a mistake here: what was a function may be assigned to, `this` is the cell's. */
const pedantry = new Set([
  1192, 1259, 2305, 2307, 2497, 2588, 2613, 2614, 2629, 2630, 2632, 2683, 2834, 2835,
]);

/** An earlier cell may have made sure that there is a value, which the types of a later one cannot see. */
const maybeAbsent = new Set([2454, 2531, 2532, 2533, 2721, 2722, 2723, 18046, 18047, 18048, 18049]);

/** The types are those of the oldest Node; a newer one has modules besides. */
const unknownModules = new Set([2307, 2591]);

const unknownNames = new Set([
  2304, 2318, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2585, 2591, 2592, 2593, 2867, 2868, 18004,
]);

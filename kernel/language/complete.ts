import type { Completion, CompletionItem } from "../interpreter.ts";
import { chainBefore } from "./chain.ts";

type Named = readonly [name: string, type: string];

/** What completion asks of the running session. */
export interface Names {
  /** All that a cell can name, variables first. */
  inScope(): Promise<readonly Named[]>;
  /** The members of what a chain of names leads to. */
  membersOf(chain: string): Promise<readonly Named[]>;
}

const keywords = (
  "abstract as async await boolean break case catch class const continue debugger declare default delete do else enum " +
  "export extends false finally for from function if implements import in instanceof interface keyof let never new null " +
  "number of private protected public readonly return satisfies static string super switch this throw true try type " +
  "typeof undefined unknown using var void while yield"
).split(" ");

/**
 * Completes names by what exists at run time: variables of the session, members of live values, keywords.
 *
 * @param cursor In UTF-16 units.
 */
export async function complete(code: string, cursor: number, names: Names): Promise<Completion> {
  const chain = chainBefore(code, cursor);
  if (!chain) return { items: [], start: cursor, end: cursor };
  const { base, name, start, end } = chain;
  const known = base === "" ? [...(await names.inScope()), ...keywordItems] : await names.membersOf(base);
  return { items: matching(known, name), start, end };
}

const keywordItems = keywords.map((word): Named => [word, "keyword"]);

/** In the order given, each name once. */
function matching(names: readonly Named[], prefix: string): CompletionItem[] {
  const found = new Map(names.filter(([name]) => name.startsWith(prefix)).toReversed());
  return [...found].toReversed().map(([text, type]) => ({ text, type }));
}

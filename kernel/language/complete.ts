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
 * Completes names by their types, and by what exists at run time: variables of the session, members of live values, keywords.
 *
 * @param cursor In UTF-16 units.
 * @param typed What the types say; undefined where they do not, or not in time.
 * @param imported Asked for what could be imported, where nothing has the name.
 */
export async function complete(
  code: string,
  cursor: number,
  names: Names,
  typed?: Promise<Completion | undefined>,
  imported: () => Promise<Completion | undefined> = async () => undefined,
): Promise<Completion> {
  const [live, known] = await Promise.all([completeLive(code, cursor, names), typed]);
  const found = known && known.items.length > 0 ? merged(known, live) : live;
  if (found.items.length > 0 || chainBefore(code, cursor)?.base !== "") return found;
  return (await imported()) ?? found;
}

async function completeLive(code: string, cursor: number, names: Names): Promise<Completion> {
  const chain = chainBefore(code, cursor);
  if (!chain) return { items: [], start: cursor, end: cursor };
  const { base, name, start, end } = chain;
  const known = base === "" ? [...(await names.inScope()), ...keywordItems] : await names.membersOf(base);
  return { items: matching(known, name), start, end };
}

/** What the types say first; then what only the values have, without what every object has. */
function merged(typed: Completion, live: Completion): Completion {
  if (typed.start !== live.start || typed.end !== live.end) return typed;
  const said = new Set(typed.items.map(({ text }) => text));
  const more = live.items.filter(
    ({ text }) => !said.has(text) && !text.startsWith("_") && !(text in objectMembers),
  );
  return { ...typed, items: [...typed.items, ...more] };
}

const objectMembers = Object.prototype;

const keywordItems = keywords.map((word): Named => [word, "keyword"]);

/** In the order given, each name once. */
function matching(names: readonly Named[], prefix: string): CompletionItem[] {
  const found = new Map(names.filter(([name]) => name.startsWith(prefix)).toReversed());
  return [...found].toReversed().map(([text, type]) => ({ text, type }));
}

import { positionAt } from "./position.ts";

/** A name, or the members that lead to it: `model.layers[0].na`. */
export interface Chain {
  /** What stands before the last dot; empty for a name of its own. */
  readonly base: string;
  /** The last name, as far as it is written (or whole, for `chainUnder`). */
  readonly name: string;
  /** Offset of `name`, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`;
const step = String.raw`(?:\s*\??\.\s*${name}|\[(?:\d+|"[^"\\\n]*"|'[^'\\\n]*')\])`;
/** Not in the middle of a longer expression, such as a call, which cannot be evaluated without running it. */
const start = String.raw`(?<![\p{ID_Continue}$\])}"'\x60#]|(?<!\.\.)\.)`;
const chain = new RegExp(`${start}(?:(${name}${step}*)\\s*\\??\\.\\s*)?(${name})?$`, "u");
const rest = /^[\p{ID_Continue}$\u200c\u200d]*/u;

/** Longest chain looked at, in UTF-16 units. */
const reach = 500;

/**
 * What is being written at the cursor.
 *
 * @returns nothing where no name can stand, as in a string or behind a call
 */
export function chainBefore(code: string, cursor: number): Chain | undefined {
  if (positionAt(code, cursor).inText) return undefined;
  return chainEndingAt(code, cursor);
}

function chainEndingAt(code: string, end: number): Chain | undefined {
  const before = code.slice(Math.max(0, end - reach), end);
  const found = chain.exec(before);
  if (!found) return undefined;
  const [whole, base = "", name = ""] = found;
  const isCut = end > reach && found.index === 0 && whole.length === reach;
  if (isCut) return undefined;
  if (whole === "" && /[.\p{ID_Continue}$]$/u.test(before)) return undefined;
  return { base, name, start: end - name.length, end };
}

/**
 * What the reader asks about: the name around the cursor, or else the function whose arguments are being written.
 *
 * @returns in the order in which to try them
 */
export function chainsUnder(code: string, cursor: number): Chain[] {
  const { inText, open } = positionAt(code, cursor);
  const end = cursor + (rest.exec(code.slice(cursor))?.[0].length ?? 0);
  const here = inText ? undefined : chainEndingAt(code, end);
  const calls = open.filter(({ bracket }) => bracket === "(").map(({ at }) => at);
  const callees = calls.toReversed().map((at) => chainEndingAt(code, code.slice(0, at).trimEnd().length));
  return [here, ...callees].filter((it) => it !== undefined && it.name !== "") as Chain[];
}

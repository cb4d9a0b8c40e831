/**
 * Whether a text matches a pattern of SQLite's GLOB, which IPython's history search uses: `*` any text, `?` any character, `[a-z]` one of
 * a set, `[^a-z]` none of it.
 *
 * Takes at most the product of both lengths in steps, whatever the pattern.
 *
 * @see https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators
 */
export function createGlob(pattern: string): (text: string) => boolean {
  const tokens = parse(Array.from(pattern));
  if (tokens === undefined) return () => false;
  return (text) => matches(tokens, Array.from(text));
}

type Token = "any text" | ((character: string) => boolean);

/** Nothing for a `[` without its `]`, which matches no text. */
function parse(pattern: readonly string[]): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "*") tokens.push("any text");
    else if (character === "?") tokens.push(() => true);
    else if (character === "[") {
      const negated = pattern[at + 1] === "^";
      const start = at + (negated ? 2 : 1);
      const end = pattern.indexOf("]", start + 1);
      if (end < 0) return undefined;
      const isIn = set(pattern.slice(start, end));
      tokens.push((it) => isIn(it) !== negated);
      at = end;
    } else tokens.push((it) => it === character);
  }
  return tokens;
}

function set(members: readonly string[]): (character: string) => boolean {
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at] ?? "";
    const to = members[at + 1] === "-" ? members[at + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) at += 2;
  }
  return (it) => ranges.some(([from, to]) => code(from) <= code(it) && code(it) <= code(to));
}

const code = (character: string) => character.codePointAt(0) ?? 0;

/** Greedy, with one place to come back to: the last `*`. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let star = -1;
  let afterStar = 0;
  for (let at = 0; at < text.length; ) {
    const current = tokens[token];
    if (current === "any text") {
      star = token++;
      afterStar = at;
    } else if (current?.(text[at] ?? "")) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++afterStar;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === "any text");
}

/** Where a cursor stands in a piece of code, without running or fully parsing it: the code is usually half written. */
export interface Position {
  /** Whether the cursor is in a string, a template's text, a comment or a regular expression, where no names are. */
  readonly inText: boolean;
  /** The brackets that are open at the cursor, outermost first; `${` is one. */
  readonly open: readonly Bracket[];
}

interface Bracket {
  readonly bracket: string;
  /** Its offset. */
  readonly at: number;
}

/** @param cursor In UTF-16 units. */
export function positionAt(code: string, cursor: number): Position {
  const open: Bracket[] = [];
  for (let at = 0; at < cursor; ) {
    const rest = code[at] ?? "";
    const end = textEnd(code, at);
    if (end > at) {
      if (end > cursor || (end === cursor && !isClosed(code, at, end))) return { inText: true, open };
      at = end;
      if (code.startsWith("${", end - 2) && (rest === "`" || rest === "}"))
        open.push({ bracket: "${", at: end - 1 });
      continue;
    }
    if (rest === "}" && open.at(-1)?.bracket === "${") {
      open.pop();
      const after = templateEnd(code, at + 1);
      if (after > cursor || (after === cursor && !isClosed(code, at, after))) return { inText: true, open };
      if (code.startsWith("${", after - 2)) open.push({ bracket: "${", at: after - 1 });
      at = after;
      continue;
    }
    if ("([{".includes(rest)) open.push({ bracket: rest, at });
    else if (")]}".includes(rest)) open.pop();
    at++;
  }
  return { inText: false, open };
}

/** Whether the piece from `at` to `end` has its closing mark, so that a cursor right behind it is outside. */
function isClosed(code: string, at: number, end: number): boolean {
  if (code.startsWith("//", at)) return false;
  if (code.startsWith("/*", at)) return end - at >= 4 && code.startsWith("*/", end - 2);
  const first = code[at] ?? "";
  const closing = first === "}" ? "`" : first;
  return end - at >= 2 && (code[end - 1] === closing || code.startsWith("${", end - 2) || first === "/");
}

/** The end of the comment, string, template head or regular expression that starts here; `at` itself where none does. */
function textEnd(code: string, at: number): number {
  const character = code[at] ?? "";
  if (code.startsWith("//", at)) return lineEnd(code, at);
  if (code.startsWith("/*", at)) {
    const end = code.indexOf("*/", at + 2);
    return end < 0 ? code.length + 1 : end + 2;
  }
  if (character === '"' || character === "'") return quoteEnd(code, at, character);
  if (character === "`") return templateEnd(code, at + 1);
  if (character === "/" && regexpMayStart(code, at)) return regexpEnd(code, at);
  return at;
}

function lineEnd(code: string, at: number): number {
  const end = code.indexOf("\n", at);
  return end < 0 ? code.length + 1 : end;
}

/** Behind the closing quote, or behind the line, where the quote is missing. */
function quoteEnd(code: string, at: number, quote: string): number {
  for (let i = at + 1; i < code.length; i++) {
    if (code[i] === "\\") i++;
    else if (code[i] === quote) return i + 1;
    else if (code[i] === "\n") return i;
  }
  return code.length + 1;
}

/** Behind the closing backtick or the next `${`. */
function templateEnd(code: string, from: number): number {
  for (let i = from; i < code.length; i++) {
    if (code[i] === "\\") i++;
    else if (code[i] === "`") return i + 1;
    else if (code.startsWith("${", i)) return i + 2;
  }
  return code.length + 1;
}

/** A slash behind a value divides. */
function regexpMayStart(code: string, at: number): boolean {
  const before = code.slice(Math.max(0, at - 200), at).trimEnd();
  return before === "" || /[=([{,;:!&|?+\-*%<>~^]$|\b(?:return|typeof|case|in|of|void|await)$/.test(before);
}

function regexpEnd(code: string, at: number): number {
  let inSet = false;
  for (let i = at + 1; i < code.length; i++) {
    if (code[i] === "\\") i++;
    else if (code[i] === "\n") return at;
    else if (code[i] === "[") inSet = true;
    else if (code[i] === "]") inSet = false;
    else if (code[i] === "/" && !inSet) return i + 1;
  }
  return at;
}

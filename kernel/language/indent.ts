import { positionAt } from "./position.ts";

const unit = "  ";

/** What the line behind the code should start with: as deep as the last line, or deeper behind what opens a block. */
export function nextIndent(code: string): string {
  const text = code.trimEnd();
  const { inText, open } = positionAt(`${code}\n`, code.length + 1);
  const start = text.lastIndexOf("\n") + 1;
  const indent = /^\s*/.exec(text.slice(start))?.[0] ?? "";
  // The text of a template is the user's to the last blank.
  if (inText) return isComment(code) ? indent : "";
  const bracket = open.at(-1);
  const opens = (bracket !== undefined && bracket.at >= start) || opensBody.test(text.slice(start));
  return opens ? indent + unit : indent;
}

/** A head without its body yet, or an element without its content. */
const opensBody =
  /=>\s*$|^\s*(?:\}\s*)?(?:else|do|try|finally|(?:else\s+)?(?:if|for|while|with|switch|catch)\b.*\))\s*$|^\s*(?:case\b.*|default\s*):\s*$|<(?:[\w.$:-]+(?:\s(?:[^<>]|=>)*)?)?(?<![/=])>\s*$/;

function isComment(code: string): boolean {
  return code.lastIndexOf("/*") > code.lastIndexOf("`");
}

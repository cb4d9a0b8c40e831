/**
 * A line as the words that a program gets, without a shell: quotes and backslashes hold words together, nothing is expanded.
 *
 * @throws {SyntaxError} for a quote that is not closed
 * @example splitWords(`install "a b" c\\ d`) // ["install", "a b", "c d"]
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  const piece = /\s+|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^\s'"\\]+)|(.)/gs;
  let word: string | undefined;
  for (const [text, single, double, escaped, bare, odd] of line.matchAll(piece)) {
    if (odd !== undefined) throw new SyntaxError(`${odd} has no partner in: ${line}`);
    const part = single ?? double?.replace(/\\(["\\])/g, "$1") ?? escaped ?? bare;
    if (part !== undefined) word = (word ?? "") + part;
    else if (/^\s/.test(text)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

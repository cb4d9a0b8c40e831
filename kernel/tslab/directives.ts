/** What the comments above a cell's code ask for, as tslab reads them. */
export interface Directives {
  /** The cell is a module of this name, which other cells import as `./name`. */
  readonly module?: string;
  /** The cell is meant for a browser. */
  readonly browser: boolean;
}

const trivia = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
/** tslab's own rule for names. */
const moduleTag = /(?:^|[\s*])@module[ \t]+(\w+)[ \t]*(?=@|\*\/|\r?\n|$)/;

/**
 * Reads `@module name`, `@browser` and `@node` in the doc comments above the first token of a cell; the last of a kind wins.
 *
 * @example directivesOf("/** @module colours *\/ export const red = 1;") // { module: "colours", browser: false }
 * @see https://github.com/yunabe/tslab/blob/v1.0.22/src/metadata.ts
 */
export function directivesOf(source: string): Directives {
  if (!/@(?:module|browser)\b/.test(source)) return { browser: false };
  let module: string | undefined;
  let browser = false;
  for (const comment of leadingTrivia(source).filter((text) => text.startsWith("/**"))) {
    module = moduleTag.exec(comment)?.[1] ?? module;
    for (const [, mode] of comment.matchAll(/[\s*]@(browser|node)\b/g)) browser = mode === "browser";
  }
  return { ...(module === undefined ? {} : { module }), browser };
}

/** tslab's bare `@jsx`, blanked where it stands: compilers read it as the name of a factory. */
export function withoutBareJsx(source: string): string {
  const head = leadingTrivia(source).join("");
  return head.replace(/@jsx(?=\s*(?:\*\s*)?(?:@|\*\/|\n))/g, "    ") + source.slice(head.length);
}

/** Comments and spaces before the first token; one by one, since one pattern for all of them would use up the stack on long ones. */
function leadingTrivia(source: string): string[] {
  const found: string[] = [];
  for (trivia.lastIndex = 0; ; ) {
    const [text] = trivia.exec(source) ?? [];
    if (text === undefined) return found;
    found.push(text);
  }
}

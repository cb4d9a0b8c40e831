/** What the comments above a cell's code ask for, as tslab reads them. */
export interface Directives {
  /** The cell is a module of this name, which other cells import as `./name`. */
  readonly module?: string;
  /** The cell is meant for a browser. */
  readonly browser: boolean;
}

const leadingComments = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const docComment = /\/\*\*[\s\S]*?\*\//g;
/** tslab's own rule for names. */
const moduleTag = /(?:^|[\s*])@module[ \t]+(\w+)[ \t]*(?=@|\*\/|\r?\n|$)/;

/**
 * Reads `@module name`, `@browser` and `@node` in the doc comments above the first token of a cell; the last of a kind wins.
 *
 * @example directivesOf("/** @module colours *\/ export const red = 1;") // { module: "colours", browser: false }
 * @see https://github.com/yunabe/tslab/blob/v1.0.22/src/metadata.ts
 */
export function directivesOf(source: string): Directives {
  let module: string | undefined;
  let browser = false;
  for (const [comment] of docComments(source)) {
    module = moduleTag.exec(comment)?.[1] ?? module;
    for (const [, mode] of comment.matchAll(/[\s*]@(browser|node)\b/g)) browser = mode === "browser";
  }
  return { ...(module === undefined ? {} : { module }), browser };
}

/** tslab's bare `@jsx`, blanked where it stands: compilers read it as the name of a factory. */
export function withoutBareJsx(source: string): string {
  const head = leadingComments.exec(source)?.[0] ?? "";
  return head.replace(/@jsx(?=\s*(?:\*\s*)?(?:@|\*\/|\n))/g, "    ") + source.slice(head.length);
}

function docComments(source: string): RegExpExecArray[] {
  return [...(leadingComments.exec(source)?.[0] ?? "").matchAll(docComment)];
}

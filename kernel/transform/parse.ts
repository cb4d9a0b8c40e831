import { type ParseResult, parseSync } from "oxc-parser";

/** TypeScript with or without JSX. The two disagree on `<T>x`, so a text is read as the one in which it has no mistake. */
export type Language = "ts" | "tsx";

export interface Parsed {
  readonly result: ParseResult;
  readonly language: Language;
}

/**
 * Reads a cell as TypeScript, and as TSX where only that makes sense of it.
 *
 * A text that is neither is taken for the one that gets further: its complaint is the one the author can use.
 */
export function parseCell(source: string): Parsed {
  const plain = parseSync("cell.ts", source, { sourceType: "module", lang: "ts" });
  if (plain.errors.length === 0 || !source.includes("<")) return { result: plain, language: "ts" };
  const withJsx = parseSync("cell.tsx", source, { sourceType: "module", lang: "tsx" });
  const furthest = withJsx.errors.length === 0 || firstPlace(withJsx) > firstPlace(plain);
  return furthest ? { result: withJsx, language: "tsx" } : { result: plain, language: "ts" };
}

function firstPlace({ errors }: ParseResult): number {
  return errors[0]?.labels[0]?.start ?? Number.POSITIVE_INFINITY;
}

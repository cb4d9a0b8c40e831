import { type ParseResult, parseSync } from "oxc-parser";
import { guardDepth } from "./depth.ts";
import { CellSyntaxError } from "./syntaxError.ts";

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
 *
 * @throws {CellSyntaxError} for a text that is nested too deeply for the parser
 */
export function parseCell(source: string): Parsed {
  guardDepth(source);
  const plain = parseSync("cell.ts", source, { sourceType: "module", lang: "ts" });
  if (plain.errors.length === 0 || !source.includes("<")) return { result: plain, language: "ts" };
  const withJsx = parseSync("cell.tsx", source, { sourceType: "module", lang: "tsx" });
  const furthest = withJsx.errors.length === 0 || firstPlace(withJsx) > firstPlace(plain);
  return furthest ? { result: withJsx, language: "tsx" } : { result: plain, language: "ts" };
}

/** A text as TypeScript, and as TSX where it may be that; none where it is nested too deeply. */
export function readings(source: string): ParseResult[] {
  const plain = tryParseCell(source);
  if (!plain || plain.errors.length === 0 || !source.includes("<")) return plain ? [plain] : [];
  return (["ts", "tsx"] as const).map((lang) =>
    parseSync(`cell.${lang}`, source, { sourceType: "module", lang }),
  );
}

/** As `parseCell`, without a result for a text that is nested too deeply. */
export function tryParseCell(source: string): ParseResult | undefined {
  try {
    return parseCell(source).result;
  } catch (error) {
    if (error instanceof CellSyntaxError) return undefined;
    throw error;
  }
}

function firstPlace({ errors }: ParseResult): number {
  return errors[0]?.labels[0]?.start ?? Number.POSITIVE_INFINITY;
}

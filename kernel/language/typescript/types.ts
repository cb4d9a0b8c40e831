import type { CompletionItem } from "../../interpreter.ts";

/** What the types say about the cursor's place. */
export interface TypedCompletion {
  readonly items: readonly CompletionItem[];
  readonly start: number;
  readonly end: number;
}

/** What the types say about a name. */
export interface Description {
  /** What it is called where it stands. */
  readonly name: string;
  /** TypeScript's own words: `const a: number[]`. */
  readonly signature: string;
  /** TSDoc, as Markdown. */
  readonly documentation: string;
  readonly source?: string;
}

/** A mistake of a cell's types; line and column from 1. */
export interface Problem {
  readonly message: string;
  /** As in `TS2322`. */
  readonly code: number;
  readonly line: number;
  readonly column: number;
  /** A name that the types do not know; it may exist at run time all the same. */
  readonly unknownName?: string;
}

/** What TypeScript knows of the cells of a session, without running them. */
export interface Types {
  /** Whether the server is there already, so that an answer costs little. */
  readonly isWarm: boolean;
  /**
   * Takes in a cell that runs now.
   *
   * @param willCheck whether {@link check} is going to be called for it, once
   */
  add(run: number, source: string, willCheck: boolean): void;
  /** Takes in a cell that later ones import as `./name`. */
  addModule(name: string, source: string): void;
  /** What is worth telling of the mistakes of a cell that was taken in; undefined where the server does not come. */
  check(run: number): Promise<readonly Problem[] | undefined>;
  /** Every mistake of a cell that is not taken in yet. */
  checkStrictly(source: string): Promise<readonly Problem[] | undefined>;
  /** What can stand at the cursor; undefined where the types do not say. */
  complete(code: string, cursor: number): Promise<TypedCompletion | undefined>;
  /** Statements with the import of a name at the cursor that nothing declares. */
  completeImport(code: string, cursor: number): Promise<TypedCompletion | undefined>;
  describe(code: string, cursor: number, detail: 0 | 1): Promise<Description | undefined>;
  /** The session has ended, and its names with it. */
  clear(): void;
  close(): Promise<void>;
}

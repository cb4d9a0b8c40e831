import { setImmediate, setTimeout } from "node:timers/promises";
import type { ActiveRun } from "./execute/activeRun.ts";
import type { CellError, CellOutcome } from "./interpreter.ts";
import type { Strictness, StrictnessSettings } from "./language/strictness.ts";
import type { Problem, Types } from "./language/typescript/types.ts";
import { strictTypeError, typeWarnings } from "./output/typeErrors.ts";
import { within } from "./within.ts";

/** What type checks need of a session. */
export interface TypeChecksOptions {
  readonly types: Types;
  readonly strictness: StrictnessSettings;
  /** What code can name at run time. */
  names(): Promise<ReadonlySet<string>>;
  /** Writes under a cell, also after its end. */
  warn(run: ActiveRun, text: string): void;
}

/** How long after the first cell that is worth checking the server starts, in milliseconds: what comes at once goes first. */
const settling = 400;
/** How long a strict cell waits for its types before it runs without them, in milliseconds. */
const strictPatience = 30_000;

/** Checks the types of cells: beside a cell that runs, or before one that asks for it. */
export class TypeChecks {
  readonly #options: TypeChecksOptions;

  constructor(options: TypeChecksOptions) {
    this.#options = options;
  }

  /**
   * Checks a cell first where its types are to be strict.
   *
   * @param source the cell as TypeScript reads it, line by line as it was written
   * @returns why it must not run
   */
  async refuse(run: ActiveRun, source: string): Promise<CellError | undefined> {
    if (this.#modeOf(run) !== "strict") return undefined;
    const problems = await this.#checkStrictly(run, source);
    return problems.length > 0 ? strictTypeError(problems, run.name, run.run.code) : undefined;
  }

  /** Takes a cell in that runs, and tells of its mistakes, now or when they are known; never rejects. */
  async watch(run: ActiveRun, source: string, outcome: Promise<CellOutcome>): Promise<void> {
    const { types, warn } = this.#options;
    const mode = this.#modeOf(run);
    try {
      await setImmediate(); // The session gets its cell first.
      types.add(run.number, source, mode === "warn");
      if (mode !== "warn") return;
      if (!types.isWarm) {
        await outcome;
        if (!isWorthAServer(source)) return;
        await setTimeout(settling, undefined, { ref: false });
      }
      const problems = (await types.check(run.number)) ?? [];
      const real = problems.some(({ unknownName }) => unknownName !== undefined)
        ? await this.#withoutKnown(problems, await outcome)
        : problems;
      if (real.length > 0) warn(run, typeWarnings(real, run.name, run.run.code));
    } catch {
      // A cell whose types cannot be told of has run all the same.
    }
  }

  #modeOf({ run, strict }: ActiveRun): Strictness {
    if (run.silent) return "off";
    return strict ? "strict" : this.#options.strictness.current();
  }

  async #checkStrictly(run: ActiveRun, source: string): Promise<readonly Problem[]> {
    const { types, warn } = this.#options;
    const problems = await within(types.checkStrictly(source), strictPatience);
    if (problems) return this.#withoutKnown(problems);
    warn(run, "The types of this cell could not be checked: TypeScript's server does not answer.\n");
    return [];
  }

  /** Names may come from where the types do not look; of one that is really missing, the run itself has told. */
  async #withoutKnown(problems: readonly Problem[], outcome?: CellOutcome): Promise<readonly Problem[]> {
    if (problems.every(({ unknownName }) => unknownName === undefined)) return problems;
    const known = await this.#options.names();
    const missing = outcome?.status === "error" ? outcome.error.evalue : "";
    return problems.filter(
      ({ unknownName: name }) =>
        name === undefined || !(known.has(name) || missing.startsWith(`${name} is not defined`)),
    );
  }
}

/** Whether a cell does more than write literals down: it uses, calls or annotates something. */
function isWorthAServer(source: string): boolean {
  return /[\p{ID_Continue}$]\s*(?:[.(<:[]|\?\.)/u.test(source.replace(/\d\.\d/g, ""));
}

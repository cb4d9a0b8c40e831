import { membersOf, outlineOf, scopeOf } from "./execute/look.ts";
import type { SessionProcess } from "./execute/sessionProcess.ts";
import type { Completion, MimeBundle } from "./interpreter.ts";
import { complete } from "./language/complete.ts";
import { inspect } from "./language/inspect.ts";

/** Completion and inspection by what lives in the session process. */
export class Introspection {
  readonly #process: () => Promise<SessionProcess> | undefined;
  readonly #cells: () => readonly string[];
  #names: readonly (readonly [string, string])[] = [];

  /**
   * @param process The session process that is there; looking at nothing is no reason to start one.
   * @param cells The cells that have run, the latest first.
   */
  constructor(process: () => Promise<SessionProcess> | undefined, cells: () => readonly string[]) {
    this.#process = process;
    this.#cells = cells;
  }

  complete(code: string, cursor: number): Promise<Completion> {
    return complete(code, cursor, {
      inScope: () => this.#namesInScope(),
      membersOf: async (chain) => (await this.#look((session) => membersOf(session, chain))) ?? [],
    });
  }

  inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined> {
    return inspect(code, cursor, detail, {
      outlineOf: (chain) => this.#look((session) => outlineOf(session, chain)),
      cells: this.#cells,
    });
  }

  async #look<T>(ask: (session: SessionProcess) => Promise<T | undefined>): Promise<T | undefined> {
    const session = await this.#process()?.catch(() => undefined);
    return session && ask(session);
  }

  /** While native code runs, the names of last time. */
  async #namesInScope(): Promise<readonly (readonly [string, string])[]> {
    const scope = await this.#look(scopeOf);
    if (scope) {
      const declared = scope.declared.map((name): readonly [string, string] => [name, "instance"]);
      this.#names = [...declared, ...scope.globals];
    }
    return this.#names;
  }
}

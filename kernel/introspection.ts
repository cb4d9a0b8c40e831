import { completeCommand } from "./commands/complete.ts";
import { blankCommands } from "./commands/find.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { folderOf, membersOf, type Named, outlineOf, scopeOf } from "./execute/look.ts";
import type { SessionProcess } from "./execute/sessionProcess.ts";
import type { Completion, MimeBundle } from "./interpreter.ts";
import { complete } from "./language/complete.ts";
import { inspect } from "./language/inspect.ts";
import type { Types } from "./language/typescript/types.ts";
import { remember } from "./remember.ts";
import { soon } from "./within.ts";

/** What introspection knows of a session. */
export interface Session {
  /** The notebook's folder. */
  readonly notebook: string;
  readonly env: NodeJS.ProcessEnv;
  /** The session process that is there; looking at nothing is no reason to start one. */
  process(): Promise<SessionProcess> | undefined;
  /** The cells that have run, the latest first. */
  cells(): readonly string[];
  /** What the cells have declared, the one that runs included. */
  declared(): readonly string[];
  /** What TypeScript knows of the cells. */
  readonly types?: Types | undefined;
}

/** How long an answer waits for the types, in milliseconds; what is known without them then is the answer. */
const typesPatience = 500;

/** As long for what could be imported: there is nothing else to show, and the first time the server reads all packages. */
const importsPatience = 5000;

/** Values whose members are remembered. */
const mostValues = 100;

/** Completion and inspection by what lives in the session process; while that is inside native code, by what was seen there last. */
export class Introspection {
  readonly #session: Session;
  readonly #members = new Map<string, readonly Named[]>();
  #globals: readonly Named[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  async complete(code: string, cursor: number): Promise<Completion> {
    const { notebook, env } = this.#session;
    const folder = async () => (await this.#look(folderOf)) ?? notebook;
    const command = await completeCommand(code, cursor, { notebook, env, folder });
    return command ?? this.#completeCode(blankCommands(code), cursor);
  }

  #completeCode(code: string, cursor: number): Promise<Completion> {
    const names = {
      inScope: () => this.#namesInScope(),
      membersOf: (chain: string) => this.#membersOf(chain),
    };
    const { types } = this.#session;
    const typed = types && soon(types.complete(code, cursor), typesPatience);
    return complete(
      code,
      cursor,
      names,
      typed,
      async () => types && soon(types.completeImport(code, cursor), importsPatience),
    );
  }

  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined> {
    return inspectCommand(code, cursor) ?? this.#inspectCode(blankCommands(code), cursor, detail);
  }

  #inspectCode(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined> {
    const values = {
      outlineOf: (chain: string) => this.#look((session) => outlineOf(session, chain)),
      cells: this.#session.cells,
    };
    const { types } = this.#session;
    const described = types && soon(types.describe(code, cursor, detail), typesPatience);
    return inspect(code, cursor, detail, values, described);
  }

  /** What code can name now, whoever has put it there. */
  async names(): Promise<ReadonlySet<string>> {
    return new Set((await this.#namesInScope()).map(([name]) => name));
  }

  async #look<T>(ask: (session: SessionProcess) => Promise<T | undefined>): Promise<T | undefined> {
    const session = await this.#session.process()?.catch(() => undefined);
    return session && ask(session);
  }

  async #namesInScope(): Promise<readonly Named[]> {
    const scope = await this.#look(scopeOf);
    if (scope) this.#globals = scope.globals;
    const declared = scope?.declared ?? this.#session.declared();
    return [...declared.map((name): Named => [name, "instance"]), ...this.#globals];
  }

  async #membersOf(chain: string): Promise<readonly Named[]> {
    const members = await this.#look((session) => membersOf(session, chain));
    if (!members) return this.#members.get(chain) ?? [];
    remember(this.#members, chain, members, mostValues);
    return members;
  }
}

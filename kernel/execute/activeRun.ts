import type { CellRun } from "../interpreter.ts";
import type { TransformedCell } from "../transform/transform.ts";
import type { SessionEnd } from "./contract.ts";
import type { Evaluated, ExceptionDetails } from "./inspectorClient.ts";
import type { Exit, SessionProcess } from "./sessionProcess.ts";

/** One run on its way through the session process. */
export class ActiveRun {
  readonly number: number;
  readonly run: CellRun;
  /** As stacks call the cell. Silent code has no number of its own. */
  readonly name: string;
  /** Whether type errors are to keep the cell from running. */
  strict = false;
  /** The cell as TypeScript reads it, where its types can be checked: commands are blank, lines as they were written. */
  typed: string | undefined;
  interrupts = 0;
  over = false;
  /** The interrupt under way. */
  interruption: Promise<void> | undefined;
  session: SessionProcess | undefined;
  readonly #failed: Promise<SessionEnd>;
  #giveUp: (end: SessionEnd) => void = () => {};
  readonly #begun = performance.now();

  constructor(number: number, run: CellRun) {
    this.number = number;
    this.run = run;
    this.#failed = new Promise((resolve) => {
      this.#giveUp = resolve;
    });
    this.name = `Cell In [${run.silent ? "silent" : run.executionCount}]`;
  }

  /** In seconds. */
  get age(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  /** Runs the code; resolves with its end, or with the end of the process under it. */
  async evaluate(session: SessionProcess, cell: TransformedCell): Promise<SessionEnd | Exit> {
    this.session = session;
    const ended = Promise.race([session.ended(this.number), this.#failed]);
    void session.inspector.evaluate(this.#script(cell)).then(
      ({ exceptionDetails }) => exceptionDetails && this.#fail(exceptionDetails),
      () => {}, // The process is gone, which `exited` tells.
    );
    return session.orExit(ended);
  }

  /** Ends a run whose code was stopped by force, or does not want to end; and one whose timer or handler was stopped in its stead. */
  async stop(): Promise<void> {
    await this.#call("function (run) { this.stopped(run) }", []);
  }

  #script({ code, maps, names }: TransformedCell): string {
    const begin = JSON.stringify({ run: this.number, name: this.name, maps, names });
    return `"use strict";await __toile.begin(${begin});\n${code}\n//# sourceURL=toile-cell:${this.number}`;
  }

  async #fail({ exception, text, scriptId, lineNumber, columnNumber }: ExceptionDetails): Promise<void> {
    const { objectId, unserializableValue, value } = exception ?? { value: text };
    const thrown = objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value };
    const place =
      scriptId === undefined ? "" : `toile-cell:${this.number}:${lineNumber + 1}:${columnNumber + 1}`;
    const told = await this.#call("function (run, error, place) { return this.fail(run, error, place) }", [
      thrown,
      { value: place },
    ]);
    if (!told?.exceptionDetails) return;
    const said = exception?.description ?? text;
    const message = `The session's own functions fail, since code has changed what they are made of; restart the kernel. The cell ended with: ${said}`;
    this.#giveUp({ error: { name: "KernelError", message, stack: [] } });
  }

  async #call(declaration: string, args: readonly object[]): Promise<Evaluated | undefined> {
    const session = this.session;
    if (!session) return undefined;
    return session.inspector
      .call(await session.runtimeId, declaration, [{ value: this.number }, ...args])
      .catch(() => undefined);
  }
}

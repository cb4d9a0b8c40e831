import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { CellEvent, CellOutcome, Interpreter } from "../../kernel/interpreter.ts";
import { createSession } from "../../kernel/session.ts";

export const packageRoot = fileURLToPath(new URL("../../", import.meta.url));

/** A real session in a folder of its own, with all that its runs showed. */
export class Notebook {
  readonly folder = mkdtempSync(join(tmpdir(), "toile-session-"));
  readonly events: { readonly run: string; readonly event: CellEvent }[] = [];
  readonly session: Interpreter;
  #count = 0;

  constructor(redirects: Record<string, string> = {}) {
    this.session = createSession({
      sink: (run, event) => {
        this.events.push({ run, event });
      },
      cwd: this.folder,
      resolve: { packageRoot, redirects },
    });
  }

  get lastRun(): string {
    return String(this.#count);
  }

  /** Runs a cell as `In [n]`; its run is called `n` too. */
  run(code: string, silent = false): Promise<CellOutcome> {
    const executionCount = ++this.#count;
    return this.session.execute({ id: String(executionCount), code, executionCount, silent });
  }

  /** The plain text of a cell's result. */
  async value(code: string): Promise<unknown> {
    const outcome = await this.run(code);
    if (outcome.status === "error") throw new Error(plain(outcome.error.traceback));
    return outcome.result?.data["text/plain"];
  }

  /** The error of a cell that must fail, without colours. */
  async error(code: string): Promise<{ ename: string; evalue: string; text: string }> {
    const outcome = await this.run(code);
    if (outcome.status === "ok") throw new Error(`${code} did not fail`);
    const { ename, evalue, traceback } = outcome.error;
    return { ename, evalue, text: plain(traceback) };
  }

  /** Runs a cell and interrupts it as soon as it has printed. */
  async interrupted(code: string): Promise<{ ename: string; evalue: string; text: string }> {
    const failing = this.error(code);
    await this.until(() => this.printed().includes("running"));
    await this.session.interrupt();
    return failing;
  }

  /** What the last run, or the one given, has printed so far. */
  printed(name: "stdout" | "stderr" = "stdout", run = this.lastRun): string {
    return this.events
      .flatMap(({ run: from, event }) =>
        from === run && event.type === "stream" && event.name === name ? event.text : "",
      )
      .join("");
  }

  /** The events of one kind of the last run, or of the one given. */
  shown<T extends CellEvent["type"]>(type: T, run = this.lastRun): Extract<CellEvent, { type: T }>[] {
    return this.events
      .filter((it) => it.run === run && it.event.type === type)
      .map((it) => it.event as Extract<CellEvent, { type: T }>);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  async close(): Promise<void> {
    await this.session.shutdown();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function plain(traceback: readonly string[]): string {
  return stripVTControlCharacters(traceback.join("\n"));
}

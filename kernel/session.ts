import { readFileSync } from "node:fs";
import { completenessWithCommands } from "./commands/completeness.ts";
import { blankCommands } from "./commands/find.ts";
import { remainderHint } from "./commands/hint.ts";
import { type CellWithCommands, placedInCell, readCommands } from "./commands/read.ts";
import { ActiveRun } from "./execute/activeRun.ts";
import type { SessionEvent } from "./execute/contract.ts";
import { describeExit } from "./execute/exitError.ts";
import { type Interruptible, interruptRun } from "./execute/interruption.ts";
import { LeftBehind } from "./execute/leftBehind.ts";
import { askNobody, asksTooLate, OpenQuestions } from "./execute/openQuestions.ts";
import { type Exit, SessionProcess } from "./execute/sessionProcess.ts";
import { settingsOf } from "./execute/tsconfig.ts";
import type {
  Ask,
  CellError,
  CellOutcome,
  CellRun,
  CommMessage,
  Completeness,
  Completion,
  EventSink,
  Interpreter,
  MimeBundle,
} from "./interpreter.ts";
import { Introspection } from "./introspection.ts";
import { completenessOf } from "./language/completeness.ts";
import { StrictnessSettings } from "./language/strictness.ts";
import type { Types } from "./language/typescript/types.ts";
import { type PlainError, toCellError, toSyntaxCellError } from "./output/traceback.ts";
import { remember } from "./remember.ts";
import { withWrittenNames } from "./transform/globalNames.ts";
import { SessionNames } from "./transform/names.ts";
import type { CompileSettings } from "./transform/settings.ts";
import { CellSyntaxError } from "./transform/syntaxError.ts";
import { type TransformedCell, transformCell } from "./transform/transform.ts";
import { directivesOf } from "./tslab/directives.ts";
import { moduleCell } from "./tslab/moduleCell.ts";
import { TypeChecks } from "./typeChecks.ts";

/** Runs that are remembered, for output and errors that come long after their end. */
const mostRuns = 10_000;

/** What a session needs to know. */
export interface SessionOptions {
  /** Receives what runs show. */
  readonly sink: EventSink;
  /** Puts the questions of running code to a person; there is nobody to ask where it is absent. */
  readonly ask?: Ask;
  /** The notebook's folder: relative paths, imports and `process.cwd()` start there. */
  readonly cwd: string;
  /** Environment of the session process; that of the kernel where absent. */
  readonly env?: NodeJS.ProcessEnv;
  /** What TypeScript knows of the cells; without it completion goes by values alone, and no types are checked. */
  readonly types?: Types;
  readonly resolve?: {
    /** Root of the package whose dependencies, and itself, are found from any folder. */
    readonly packageRoot: string;
    /** Module names that a cell's import finds elsewhere: `{ nodeplotlib: "toile/nodeplotlib" }`. */
    readonly redirects?: Readonly<Record<string, string>>;
  };
}

/**
 * TypeScript behind the protocol: cells run in a process of their own, whose death never is the kernel's.
 *
 * @example
 * const session = createSession({ sink: (run, event) => console.log(run, event), cwd: process.cwd() });
 * await session.execute({ id: "a", code: "1 + 1", executionCount: 1, silent: false });
 * // { status: "ok", result: { data: { "text/plain": "2" }, metadata: {} } }
 */
export function createSession(options: SessionOptions): Interpreter {
  return new Session(options);
}

class Session implements Interpreter {
  readonly #options: SessionOptions;
  readonly #runIds = new Map<number, string>();
  readonly #sources = new Map<string, string>();
  readonly #introspection: Introspection;
  readonly #checks: TypeChecks | undefined;
  readonly #questions: OpenQuestions;
  /** Those that a reset has ended. */
  readonly #dropped = new WeakSet<SessionProcess>();
  #process: Promise<SessionProcess> | undefined;
  #lost: Exit | undefined;
  #active: ActiveRun | undefined;
  #left: LeftBehind | undefined;
  #idleSince = 0;
  #lastRun = 0;
  #names = new SessionNames();
  #badSettings = "";
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#questions = new OpenQuestions(options.ask ?? askNobody);
    this.#introspection = new Introspection({
      notebook: options.cwd,
      env: options.env ?? process.env,
      process: () => this.#process,
      types: options.types,
      cells: () => [...this.#sources.values()].toReversed(),
      declared: () => [...this.#names.constants, ...this.#names.variables].toReversed(),
    });
    this.#checks = options.types && this.#typeChecks(options.types);
  }

  #typeChecks(types: Types): TypeChecks {
    const { cwd, env = process.env, sink } = this.#options;
    return new TypeChecks({
      types,
      strictness: new StrictnessSettings(cwd, env),
      names: () => this.#introspection.names(),
      warn: ({ run }, text) => void sink(run.id, { type: "stream", name: "stderr", text }),
    });
  }

  async start(): Promise<void> {
    const session = await this.#ensureProcess();
    await session.runtimeId;
  }

  async execute(run: CellRun): Promise<CellOutcome> {
    const active = new ActiveRun(++this.#lastRun, run);
    remember(this.#runIds, active.number, run.id, mostRuns);
    const cell = this.#prepare(active);
    if ("status" in cell) return cell;
    this.#active = active;
    if (this.#left) this.#left.over = true;
    this.#left = undefined;
    try {
      return await this.#checkAndRun(active, cell);
    } catch (error) {
      return {
        status: "error",
        error: this.#toError({ name: "KernelError", message: String(error), stack: [] }),
      };
    } finally {
      active.over = true;
      this.#questions.withdraw();
      this.#active = undefined;
      this.#idleSince = performance.now();
    }
  }

  isComplete(code: string): Completeness {
    return completenessWithCommands(code, completenessOf);
  }

  complete(code: string, cursor: number): Promise<Completion> {
    return this.#introspection.complete(code, cursor);
  }

  inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined> {
    return this.#introspection.inspect(code, cursor, detail);
  }

  async comm(runId: string, message: CommMessage): Promise<void> {
    const number = ++this.#lastRun;
    remember(this.#runIds, number, runId, mostRuns);
    const delivered = this.#ensureProcess().then((session) => session.deliver(number, message));
    await delivered;
  }

  async interrupt(): Promise<void> {
    if (this.#active) this.#active.interrupts++;
    this.#questions.withdraw();
    // A run that has not begun never will; what it waits behind is what runs.
    const target = this.#active?.session ? this.#active : await this.#leftBehind();
    if (!target?.session) return;
    if (target !== this.#active) target.interrupts++;
    target.interruption ??= this.#interrupt(target.session, target);
    await target.interruption;
  }

  /** Nothing where there is no process that could have something left. */
  async #leftBehind(): Promise<LeftBehind | undefined> {
    const session = await this.#process?.catch(() => undefined);
    if (session && this.#left?.session !== session) this.#left = new LeftBehind(session, this.#idleSince);
    return session && this.#left;
  }

  /** Resolves when the code is stopped, or cannot be; attempts then go on behind the reader's back. */
  #interrupt(session: SessionProcess, active: ActiveRun | LeftBehind): Promise<void> {
    return new Promise((resolve) => {
      const onDeaf = () => resolve(this.#sayDeaf(active));
      const ended = interruptRun(session, active, onDeaf).then(async (how) => {
        active.interruption = undefined;
        // A second interrupt no longer waits for code that catches the first and goes on.
        if (how === "hard" || active.interrupts > 1) await active.stop();
      });
      ended.then(resolve, resolve);
    });
  }

  async shutdown(): Promise<void> {
    this.#closed = true;
    const starting = this.#process;
    this.#process = undefined;
    await Promise.all([this.#options.types?.close(), starting?.then((session) => session.kill())]);
  }

  /** Name of the cell in stacks; the text is kept for code frames. */
  #prepare(active: ActiveRun): TransformedCell | CellOutcome {
    const { run, name } = active;
    remember(this.#sources, name, run.code, mostRuns);
    try {
      const { module, browser } = directivesOf(run.code);
      if (module !== undefined) return this.#moduleCell(active, module);
      if (browser) return this.#leave(active);
      const read = readCommands(run.code);
      active.strict = read.strict;
      if (read.resets) this.#reset(active);
      const cell = this.#transform(active, read);
      active.typed = blankCommands(run.code);
      return cell;
    } catch (error) {
      if (!(error instanceof CellSyntaxError)) return failed(this.#toError(plain(error)));
      return failed(toSyntaxCellError(error.message, name, run.code, error));
    }
  }

  #moduleCell(active: ActiveRun, name: string): TransformedCell {
    const { number, run } = active;
    const cell = moduleCell(name, run.code, number, this.#settings(active));
    this.#options.types?.addModule(name, run.code);
    return cell;
  }

  #transform(active: ActiveRun, read: CellWithCommands): TransformedCell {
    const options = { run: String(active.number), earlier: this.#names, settings: this.#settings(active) };
    try {
      const cell = transformCell(read.text, options);
      return { ...cell, maps: [...cell.maps, ...read.maps] };
    } catch (error) {
      throw error instanceof CellSyntaxError ? placedInCell(error, read, active.run.code) : error;
    }
  }

  /** Another process, without a word about the loss of the first. */
  #reset({ number }: ActiveRun): void {
    const old = this.#process;
    this.#process = undefined;
    this.#lost = undefined;
    this.#names = new SessionNames();
    this.#options.types?.clear();
    void this.#emit(number, { type: "lost" });
    old?.then(
      (session) => {
        this.#dropped.add(session);
        return session.kill();
      },
      () => {}, // It has never run.
    );
  }

  /** tslab does not run such cells either, but does not say so. */
  #leave({ run }: ActiveRun): CellOutcome {
    const text = "This cell is marked @browser: code for a browser is not run.\n";
    void this.#options.sink(run.id, { type: "stream", name: "stderr", text });
    return { status: "ok" };
  }

  /** A broken tsconfig.json is a reason to say so, not to refuse cells. */
  #settings({ run }: ActiveRun): CompileSettings {
    try {
      return settingsOf(this.#options.cwd);
    } catch (error) {
      const { message } = error as Error;
      const text = `Warning: ${message}\n`;
      if (message !== this.#badSettings)
        void this.#options.sink(run.id, { type: "stream", name: "stderr", text });
      this.#badSettings = message;
      return {};
    }
  }

  /** A cell that can run, runs; unless its types are to be strict, what is wrong with them is told beside it. */
  async #checkAndRun(active: ActiveRun, cell: TransformedCell): Promise<CellOutcome> {
    const { typed } = active;
    const refused = typed === undefined ? undefined : await this.#checks?.refuse(active, typed);
    if (refused) return failed(refused);
    this.#names.add(cell.names, cell.captured);
    const outcome = this.#run(active, cell);
    if (typed !== undefined) void this.#checks?.watch(active, typed, outcome);
    return await outcome;
  }

  async #run(active: ActiveRun, cell: TransformedCell): Promise<CellOutcome> {
    if (this.#lost) await this.#warnOfLoss(active, this.#lost);
    const session = await this.#ensureProcess();
    await session.orExit(session.runtimeId);
    if (active.interrupts > 0) return failed(this.#toError(interruptedEarly));
    const end = await active.evaluate(session, cell);
    if ("lastWords" in end) return failed(this.#toError(describeExit(end)));
    if (end.error) {
      const { message } = end.error;
      const hint = remainderHint(end.error, active.run.code);
      return failed(this.#toError({ ...end.error, message: message + hint }));
    }
    this.#names.settle(cell.names);
    return end.result && !active.run.silent ? { status: "ok", result: end.result } : { status: "ok" };
  }

  async #ensureProcess(): Promise<SessionProcess> {
    if (this.#closed) throw new Error("The session has been shut down");
    const { cwd, env = process.env, resolve } = this.#options;
    this.#process ??= SessionProcess.spawn(
      {
        cwd,
        env,
        ...(resolve ? { packageRoot: resolve.packageRoot } : {}),
        redirects: resolve?.redirects ?? {},
      },
      {
        output: (run, name, text) => this.#emit(run, { type: "stream", name, text }),
        event: (run, event) =>
          event.type === "question"
            ? void this.#putQuestion(run, event)
            : this.#emit(run, this.#toCellEvent(event)),
        comm: (run, message) => this.#emit(run, { type: "comm", message }),
      },
    ).then((session) => this.#watch(session));
    return this.#process;
  }

  #watch(session: SessionProcess): SessionProcess {
    void session.exited.then((exit) => {
      if (this.#closed || this.#dropped.has(session)) return;
      this.#process = undefined;
      this.#lost = exit;
      this.#names = new SessionNames();
      this.#options.types?.clear();
      this.#questions.withdraw();
      void this.#emit(undefined, { type: "lost" });
    });
    return session;
  }

  /** Output of no known run (native code between runs) goes to the run under way or the last one. */
  #emit(run: number | undefined, event: Parameters<EventSink>[1]): void | Promise<void> {
    const id =
      this.#runIds.get(run ?? this.#active?.number ?? this.#lastRun) ?? this.#runIds.get(this.#lastRun);
    if (id !== undefined) return this.#options.sink(id, event);
  }

  async #putQuestion(
    run: number,
    { id, question }: Extract<SessionEvent, { type: "question" }>,
  ): Promise<void> {
    const active = this.#active;
    const isOpen = active?.number === run && !active.over;
    const answer = isOpen ? await this.#questions.put(active.run.id, question) : asksTooLate;
    (await this.#process)?.inspector.answer(id, answer);
  }

  #toCellEvent(event: Exclude<SessionEvent, { type: "question" }>): Parameters<EventSink>[1] {
    return event.type === "error" ? { type: "error", error: this.#toError(event.error) } : event;
  }

  #toError(error: PlainError): CellError {
    const told = toCellError(error, (name) => this.#sources.get(name) ?? readLocalFile(name));
    const { ename, evalue, traceback } = told;
    return { ename, evalue: withWrittenNames(evalue), traceback: traceback.map(withWrittenNames) };
  }

  async #warnOfLoss(active: ActiveRun, exit: Exit): Promise<void> {
    this.#lost = undefined;
    const text = `A new session has started: ${describeExit(exit).message}\n`;
    await this.#options.sink(active.run.id, { type: "stream", name: "stderr", text });
  }

  async #sayDeaf({ number }: Interruptible): Promise<void> {
    const text =
      "The code is inside a native call that cannot be interrupted; it ends when that call returns. Interrupt again to kill the processes that it waits for, or restart the kernel to end it now.\n";
    await this.#emit(number, { type: "stream", name: "stderr", text });
  }
}

const interruptedEarly: PlainError = {
  name: "KeyboardInterrupt",
  message: "The run was interrupted before it began",
  stack: [],
};

/** The text of a local file as it is now, for the line that an error names. */
function readLocalFile(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  try {
    return readFileSync(new URL(url), "utf8");
  } catch {
    return undefined; // Gone, or never one.
  }
}

function failed(error: CellError): CellOutcome {
  return { status: "error", error };
}

function plain(error: unknown): PlainError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack: [] };
}

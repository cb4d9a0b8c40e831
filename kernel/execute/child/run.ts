import { AsyncLocalStorage } from "node:async_hooks";

/** Raised in user code by an interrupt; the name is Jupyter's. */
export class KeyboardInterrupt extends Error {
  /** The stack, where it is known, is that of the code that was stopped, not of the interrupt. */
  constructor(stack = "") {
    super("The run was interrupted");
    this.name = "KeyboardInterrupt";
    this.stack = stack;
  }
}

/** One run of a cell, as long as anything it started still lives. */
export class Run {
  readonly number: number;
  /** What rejects each `await` of the cell's code that is pending now. */
  readonly pending = new Set<(reason: unknown) => void>();
  /** Displays whose bundle is still to come; the run does not end before them, or nbclient would miss them. */
  readonly displays = new Set<Promise<unknown>>();
  finished = false;
  #controller: AbortController | undefined;

  constructor(number: number) {
    this.number = number;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Node 20 and 22 hang the run on every promise; inspecting one should not show its insides. */
  [Symbol.for("nodejs.util.inspect.custom")](): number {
    return this.number;
  }

  interrupt(reason: KeyboardInterrupt): void {
    this.#controller?.abort(reason);
    this.#controller = undefined;
    for (const reject of [...this.pending]) reject(reason);
    this.pending.clear();
  }
}

const storage = new AsyncLocalStorage<Run>();
const runs = new Map<number, Run>();
let current = new Run(0);
current.finished = true;

/** The run under way, or the last one. */
export function currentRun(): Run {
  return current;
}

/** The number of the run to which output belongs that is written now. */
export function attributedRun(): number {
  return (storage.getStore() ?? current).number;
}

/** Holds the end of the run back until the display is out; its failure stays the caller's to catch. */
export function holdRun(run: Run, display: Promise<void>): Promise<void> {
  const settled = display.catch(() => {}).finally(() => run.displays.delete(settled));
  run.displays.add(settled);
  return display.then();
}

/** The run whose code executes now, also from a timer or a promise it left behind. */
export function executingRun(): Run {
  return storage.getStore() ?? current;
}

/** Makes a run the current one; everything asynchronous that starts from here on belongs to it. */
export function enterRun(number: number): Run {
  current = new Run(number);
  runs.set(number, current);
  storage.enterWith(current);
  return current;
}

const beside = new Set<Run>();

/** Runs something beside the current run, with its output and all that it starts attributed to a run of its own. */
export function inRun(number: number, work: (run: Run) => void): void {
  const run = new Run(number);
  beside.add(run);
  storage.run(run, () => work(run));
  beside.delete(run);
}

/** The runs beside the current one that have not returned, since they were stopped by force. */
export function takeBeside(): readonly Run[] {
  const runs = [...beside];
  beside.clear();
  return runs;
}

export function runOf(number: number): Run {
  return runs.get(number) ?? enterRun(number);
}

export function forgetRun(run: Run): void {
  run.finished = true;
  runs.delete(run.number);
}

import type { Display } from "../../interpreter.ts";
import { toDisplay } from "../../output/display.ts";
import type { SessionEvent } from "../contract.ts";
import { FrameKind } from "../frames.ts";
import { type Comms, commApi } from "./comm.ts";
import { sendJson } from "./output.ts";
import { own } from "./own.ts";
import { type InputOptions, input, prompt } from "./questions.ts";
import { attributedRun, executingRun, holdRun } from "./run.ts";
import { sh } from "./sh.ts";

/** How a display is sent. */
export interface DisplayOptions {
  /** Names the display, so that {@link KernelHandle.update} can change it later. */
  readonly displayId?: string;
  /** Changes the display of that name instead of adding one. */
  readonly update?: boolean;
  /** Takes the value as a finished bundle `{ data, metadata? }`. */
  readonly raw?: boolean;
}

/**
 * What the kernel offers to libraries, at `globalThis[Symbol.for("toile.kernel")]`.
 *
 * A library needs no import for it and can tell by its absence that it does not run in a notebook.
 *
 * @example
 * const kernel = globalThis[Symbol.for("toile.kernel")];
 * kernel?.display({ data: { "text/html": "<b>hello</b>" } }, { raw: true });
 */
export interface KernelHandle {
  /** Grows when something is added; what is there stays. */
  readonly version: 1;
  /** Shows a value under the cell that is running: its own bundle where it has `[Symbol.for("Jupyter.display")]()`. */
  display(value: unknown, options?: DisplayOptions): void | Promise<void>;
  /** Shows another value in the place of an earlier display. */
  update(displayId: string, value: unknown): void | Promise<void>;
  /** Clears the cell's output; with `wait`, only once something new comes. */
  clear(wait?: boolean): void;
  /** Lines to the front end, for widgets. */
  readonly comm: Comms;
  /** Asks the person at the notebook for a line of text; also a global. */
  input(prompt?: unknown, options?: InputOptions): Promise<string>;
  /** Aborted with a KeyboardInterrupt when the run under way is interrupted. */
  readonly signal: AbortSignal;
}

function send(event: SessionEvent, run = attributedRun()): void {
  sendJson(FrameKind.event, run, event);
}

function display(value: unknown, options: DisplayOptions = {}): void | Promise<void> {
  const run = attributedRun();
  const shown = options.raw ? rawDisplay(value) : toDisplay(value);
  const deliver = (bundle: Display | undefined) => {
    if (!bundle) return;
    const { displayId } = options;
    if (options.update && displayId !== undefined) send({ type: "update", display: bundle, displayId }, run);
    else send({ type: "display", display: bundle, ...(displayId === undefined ? {} : { displayId }) }, run);
  };
  return shown instanceof own.Promise ? holdRun(executingRun(), shown.then(deliver)) : deliver(shown);
}

function rawDisplay(value: unknown): Display {
  const { data, metadata } = (value ?? {}) as Partial<Display>;
  if (typeof data !== "object" || data === null) {
    throw new TypeError(
      `display(..., { raw: true }) takes { data, metadata? } with MIME types as keys, got ${typeof value}`,
    );
  }
  return { data, metadata: metadata ?? {} };
}

/** Puts the handle in its place, and `display`, `input`, `prompt` and `sh` among the globals, where a variable of the user's may hide it. */
export function installHandle(): void {
  const handle: KernelHandle = Object.freeze({
    version: 1 as const,
    display,
    update: (displayId: string, value: unknown) => display(value, { displayId, update: true }),
    clear: (wait = false) => send({ type: "clear", wait }),
    comm: commApi,
    input,
    get signal() {
      return executingRun().signal;
    },
  });
  Object.defineProperty(globalThis, Symbol.for("toile.kernel"), { value: handle });
  for (const [name, value] of Object.entries({ display, input, prompt, sh }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/**
 * The seam between the protocol (dispatch, transport) and the language (transform, execute, output).
 *
 * Nothing here knows of ZeroMQ or of message frames, and nothing here does I/O, so either side can be tested against a stub
 * of the other.
 */

/** A value in several representations by MIME type, as in `display_data`. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A MIME bundle with the metadata that travels beside it. */
export interface Display {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** One cell to run. `id` names the run: events that arrive after its end (timers, promises) still carry it. */
export interface CellRun {
  readonly id: string;
  readonly code: string;
  /** The counter shown as `In [n]`. */
  readonly executionCount: number;
  readonly silent: boolean;
}

/** What a run shows while it goes on, and after. */
export type CellEvent =
  | { readonly type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "display"; readonly display: Display; readonly displayId?: string }
  | { readonly type: "update"; readonly display: Display; readonly displayId: string }
  | { readonly type: "clear"; readonly wait: boolean }
  | { readonly type: "comm"; readonly message: CommMessage }
  /** The session is gone, and every comm with it. */
  | { readonly type: "lost" }
  | { readonly type: "error"; readonly error: CellError };

/** One message of a comm, in either direction. */
export interface CommMessage {
  readonly kind: "open" | "msg" | "close";
  readonly commId: string;
  /** Of an `open`. */
  readonly target?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** What running code asks of the person at the client. */
export interface Question {
  readonly prompt: string;
  /** The answer is not shown while it is typed. */
  readonly password: boolean;
}

/**
 * Puts a question of a run to its client.
 *
 * @returns a promise of the answer, which rejects where the client does not answer questions, or once `signal` is aborted
 */
export type Ask = (runId: string, question: Question, signal: AbortSignal) => Promise<string>;

/** An error in the protocol's terms: class name, message, and the traceback's lines (ANSI colours allowed). */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** How a run ended. `result` is absent when the last expression has no value to show. */
export type CellOutcome =
  | { readonly status: "ok"; readonly result?: Display }
  | { readonly status: "error"; readonly error: CellError };

/** Whether the code can run as it stands; `indent` is what the next line should start with. */
export type Completeness =
  | { readonly status: "complete" | "invalid" | "unknown" }
  | { readonly status: "incomplete"; readonly indent: string };

/** A name that can stand at the cursor. */
export interface CompletionItem {
  readonly text: string;
  /** What clients show an icon for: `function`, `class`, `instance`, `property`, `module`, `keyword`. */
  readonly type: string;
  /** Its type, as TypeScript writes it, where that is known. */
  readonly signature?: string;
}

/** What can replace the code between two offsets, in UTF-16 units. */
export interface Completion {
  readonly items: readonly CompletionItem[];
  readonly start: number;
  readonly end: number;
}

/**
 * Receives every event with the id of the run that caused it.
 *
 * A promise holds back further output until it resolves: the session then waits in its next write, so memory stays flat.
 */
export type EventSink = (runId: string, event: CellEvent) => void | Promise<void>;

/** A language behind the protocol. Runs come one at a time; the caller queues. */
export interface Interpreter {
  /** Starts whatever the first run needs, so that it need not wait. */
  start(): Promise<void>;
  /** Runs one cell; never rejects for what user code does, an exit or a crash of its process included. */
  execute(run: CellRun): Promise<CellOutcome>;
  isComplete(code: string): Completeness;
  /** Answers within a second, also while a cell keeps the language busy: then from what is known without it. */
  complete(code: string, cursor: number): Promise<Completion>;
  /**
   * Describes what stands at the cursor, as `text/plain` and `text/markdown`; nothing where it is not known, or not now.
   *
   * @param detail 1 adds the source.
   */
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined>;
  /** Hands a client's comm message to user code, also while a cell awaits; resolves when the handlers have returned. */
  comm(runId: string, message: CommMessage): Promise<void>;
  /** Ends the run under way with a KeyboardInterrupt; variables survive. No-op when nothing runs. */
  interrupt(): Promise<void>;
  /** Ends the session process and all that it started. */
  shutdown(): Promise<void>;
}

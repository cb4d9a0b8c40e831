import type { CommMessage, Display, Question } from "../interpreter.ts";
import type { DeclaredNames } from "../transform/names.ts";

/**
 * What the front and the session process agree on. Types only: the session process loads as little as it can.
 */

/** The options of a session, handed over in its environment as JSON. */
export interface SessionConfig {
  /** The notebook's folder. */
  readonly cwd: string;
  /** Where bare specifiers are looked up when the notebook's folder does not have them. */
  readonly packageRoot?: string;
  /** Module names that a cell's import finds elsewhere: `{ nodeplotlib: "toile/nodeplotlib" }`. */
  readonly redirects: Readonly<Record<string, string>>;
  /** Marks the end of a run on the native fds 1 and 2; nobody prints it by chance. */
  readonly marker: string;
}

/** An error as the session sees it: text, and its stack with places in cells. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  /** The lines below the message: `    at f (Cell In [3], line 2:7)`. */
  readonly stack: readonly string[];
  readonly cause?: ThrownError;
  /** The error's own further properties, as `{ code: 5 }`. */
  readonly details?: string;
  /** Of an AggregateError. */
  readonly errors?: readonly ThrownError[];
}

/** The payload of an `event` frame. */
export type SessionEvent =
  | { readonly type: "display"; readonly display: Display; readonly displayId?: string }
  | { readonly type: "update"; readonly display: Display; readonly displayId: string }
  | { readonly type: "clear"; readonly wait: boolean }
  | { readonly type: "question"; readonly id: number; readonly question: Question }
  | { readonly type: "error"; readonly error: ThrownError };

/** The payload of an `event` frame about a process group that a command has started, for the front alone. */
export interface GroupEvent {
  readonly type: "group";
  readonly leader: number;
  readonly isOpen: boolean;
}

/** The payload of an `end` frame. */
export interface SessionEnd {
  readonly result?: Display;
  readonly error?: ThrownError;
}

/** The arguments of the session's `begin`, which stands at the head of every evaluated cell. */
export interface BeginRun {
  /** Number of the run, from 1; names the run in frames. */
  readonly run: number;
  /** Name of the cell in stack frames: `Cell In [3]`. */
  readonly name: string;
  /** Mappings from the evaluated code to the cell, the last transformation first. */
  readonly maps: readonly string[];
  readonly names: DeclaredNames;
}

/** What the session can tell about a value. */
export interface Outline {
  /** `function`, `class`, `instance`, `module` or `property`. */
  readonly kind: string;
  /** Name of its class, or its `typeof`. */
  readonly type: string;
  readonly preview: string;
  /** Of a function or class that is not native: the JavaScript that runs. */
  readonly source?: string;
}

/** How a question ended. */
export type Answer =
  | { readonly status: "answered"; readonly text: string }
  | { readonly status: "interrupted" }
  | { readonly status: "refused"; readonly name: string; readonly message: string };

/** A comm message on its way into the session, as JSON; buffers in base64. */
export type IncomingComm = Omit<CommMessage, "buffers"> & { readonly buffers: readonly string[] };

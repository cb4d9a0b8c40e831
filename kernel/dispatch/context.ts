import type { Interpreter } from "../interpreter.ts";
import type { ErrorReply, ReplyContents } from "../protocol/replies.ts";
import type { Request, RequestType } from "../protocol/requests.ts";
import type { Broadcast } from "./broadcast.ts";
import type { CommTable } from "./comm.ts";
import type { History } from "./history.ts";
import type { Link } from "./link.ts";
import type { Questions } from "./questions.ts";

/** What handlers work with. */
export interface Context {
  readonly link: Link;
  readonly broadcast: Broadcast;
  readonly comms: CommTable;
  readonly questions: Questions;
  readonly history: History;
  /** Rejects when the language cannot be loaded; requests that do not need it are answered all the same. */
  readonly interpreter: Promise<Interpreter>;
  readonly language: Language;
  readonly versions: Versions;
  readonly counter: Counter;
  readonly log: (line: string) => void;
  /** Ends the kernel after the reply has left. */
  readonly stop: () => void;
}

/** What clients highlight and export notebooks as. */
export type Language = "typescript" | "javascript";

export interface Versions {
  /** This kernel's. */
  readonly implementation: string;
  /** TypeScript's. */
  readonly language: string;
}

/** The number of the last cell that was stored, and of runs of any kind. */
export interface Counter {
  cell: number;
  run: number;
}

/** Answers one type of request; a throw becomes an error reply. */
export type Handler<T extends RequestType> = (
  context: Context,
  request: Request<T>,
) => ReplyContents[T] | ErrorReply | Promise<ReplyContents[T] | ErrorReply>;

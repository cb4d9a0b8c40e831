import type { JsonObject } from "./message.ts";

/** Every reply that failed has this form, whatever was asked. */
export interface ErrorReply {
  readonly status: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** A cell that failed still says which `In [n]` it was. */
export interface ExecuteErrorReply extends ErrorReply {
  readonly execution_count: number;
  readonly payload: readonly JsonObject[];
  readonly user_expressions: JsonObject;
}

/** For a queued request that was dropped because an earlier one failed. */
export interface AbortedReply {
  readonly status: "aborted";
}

export interface LanguageInfo {
  readonly name: string;
  readonly version: string;
  readonly mimetype: string;
  readonly file_extension: string;
  readonly pygments_lexer: string;
  readonly codemirror_mode: string | JsonObject;
  readonly nbconvert_exporter: string;
}

/** Successful replies by the `msg_type` of the request. */
export interface ReplyContents {
  kernel_info_request: {
    readonly status: "ok";
    readonly protocol_version: string;
    readonly implementation: string;
    readonly implementation_version: string;
    readonly language_info: LanguageInfo;
    readonly banner: string;
    readonly help_links: readonly { readonly text: string; readonly url: string }[];
    readonly supported_features: readonly string[];
  };
  execute_request: {
    readonly status: "ok";
    readonly execution_count: number;
    readonly payload: readonly JsonObject[];
    readonly user_expressions: JsonObject;
  };
  is_complete_request:
    | { readonly status: "complete" | "invalid" | "unknown" }
    | { readonly status: "incomplete"; readonly indent: string };
  complete_request: {
    readonly status: "ok";
    readonly matches: readonly string[];
    readonly cursor_start: number;
    readonly cursor_end: number;
    readonly metadata: JsonObject;
  };
  inspect_request: {
    readonly status: "ok";
    readonly found: boolean;
    readonly data: JsonObject;
    readonly metadata: JsonObject;
  };
  history_request: { readonly status: "ok"; readonly history: readonly HistoryTuple[] };
  comm_info_request: {
    readonly status: "ok";
    readonly comms: Readonly<Record<string, { target_name: string }>>;
  };
  interrupt_request: { readonly status: "ok" };
  shutdown_request: { readonly status: "ok"; readonly restart: boolean };
}

/** Session, line, and the input alone or with its output. */
export type HistoryTuple = readonly [number, number, string | readonly [string, string | null]];

/** `kernel_info_request` -> `kernel_info_reply`. */
export function replyType(requestType: string): string {
  return requestType.replace(/_request$/, "_reply");
}

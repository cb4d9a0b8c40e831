import type { Message } from "./message.ts";

/**
 * What clients ask, by `msg_type`. Optional members are filled by `validate` with the protocol's defaults.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-shell-router-dealer-channel
 */
export interface RequestContents {
  kernel_info_request: Record<string, never>;
  execute_request: ExecuteRequest;
  is_complete_request: { readonly code: string };
  complete_request: CursorRequest;
  inspect_request: CursorRequest & { readonly detail_level: 0 | 1 };
  history_request: HistoryRequest;
  comm_info_request: { readonly target_name: string | null };
  interrupt_request: Record<string, never>;
  shutdown_request: { readonly restart: boolean };
}

export interface ExecuteRequest {
  readonly code: string;
  readonly silent: boolean;
  readonly store_history: boolean;
  readonly user_expressions: Readonly<Record<string, string>>;
  readonly allow_stdin: boolean;
  readonly stop_on_error: boolean;
}

export interface CursorRequest {
  readonly code: string;
  /** In Unicode code points, as the protocol counts them since 5.2. */
  readonly cursor_pos: number;
}

export type HistoryRequest = { readonly output: boolean; readonly raw: boolean } & (
  | {
      readonly hist_access_type: "range";
      readonly session: number;
      readonly start: number;
      readonly stop: number | null;
    }
  | { readonly hist_access_type: "tail"; readonly n: number }
  | {
      readonly hist_access_type: "search";
      readonly n: number | null;
      readonly pattern: string;
      readonly unique: boolean;
    }
);

export type RequestType = keyof RequestContents;

/** A request whose content has been checked. */
export type Request<Type extends RequestType = RequestType> = {
  [T in Type]: Message<T, RequestContents[T]>;
}[Type];

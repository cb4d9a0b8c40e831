import type { JsonObject } from "./message.ts";

interface Transient {
  readonly display_id?: string;
}

interface DisplayData {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly transient: Transient;
}

/**
 * What the kernel broadcasts on iopub, by `msg_type`.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
export interface PublicationContents {
  status: { readonly execution_state: "starting" | "busy" | "idle" };
  execute_input: { readonly code: string; readonly execution_count: number };
  stream: { readonly name: "stdout" | "stderr"; readonly text: string };
  display_data: DisplayData;
  update_display_data: DisplayData & { readonly transient: { readonly display_id: string } };
  execute_result: {
    readonly execution_count: number;
    readonly data: JsonObject;
    readonly metadata: JsonObject;
    readonly transient: Transient;
  };
  clear_output: { readonly wait: boolean };
  error: { readonly ename: string; readonly evalue: string; readonly traceback: readonly string[] };
  shutdown_reply: { readonly status: "ok"; readonly restart: boolean };
  comm_open: { readonly comm_id: string; readonly target_name: string; readonly data: JsonObject };
  comm_msg: { readonly comm_id: string; readonly data: JsonObject };
  comm_close: { readonly comm_id: string; readonly data: JsonObject };
  iopub_welcome: { readonly subscription: string };
}

export type PublicationType = keyof PublicationContents;

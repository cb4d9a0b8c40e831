import type { Ask, Question } from "../interpreter.ts";
import { validateInputReply } from "../protocol/comms.ts";
import type { Routed } from "../protocol/message.ts";
import type { Asker, Link } from "./link.ts";

/** Questions of running code, on their way to the client whose cell asks them; one at a time, as clients show them. */
export interface Questions {
  /** Names the request behind a run, and whether its client answers questions. */
  open(runId: string, asker: Asker, allowed: boolean): void;
  readonly ask: Ask;
  /** An `input_reply`; only the client that was asked may answer. @throws {ProtocolError} where it has no value. */
  receive(routed: Routed): void;
}

/** The client said that nobody is there to answer; the name is ipykernel's. */
export class StdinNotImplementedError extends Error {
  override readonly name = "StdinNotImplementedError";
}

interface Run {
  readonly id: string;
  readonly asker: Asker;
  readonly allowed: boolean;
}

/** @param flush Sends the output that stands before the question. */
export function createQuestions(link: Link, flush: () => void): Questions {
  let run: Run | undefined;
  let waiting:
    | { readonly id: string; readonly asker: Asker; readonly resolve: (value: string) => void }
    | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const put = (asker: Asker, question: Question, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      signal.throwIfAborted();
      flush();
      waiting = { id: link.ask(asker, question), asker, resolve };
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }).finally(() => {
      waiting = undefined;
    });
  return {
    open(id, asker, allowed) {
      run = { id, asker, allowed };
    },
    async ask(runId, question, signal) {
      if (run?.id !== runId || !run.allowed)
        throw new StdinNotImplementedError(
          "The code asks for input, but this client does not answer questions (allow_stdin is false).",
        );
      const { asker } = run;
      const asked = turn.then(() => put(asker, question, signal));
      turn = asked.catch(() => {});
      return asked;
    },
    receive({ identities, message }) {
      const value = validateInputReply(message.content);
      // JupyterLab names the question it answers; jupyter_client does not.
      const answers = message.parent_header.msg_id;
      if (!waiting || !isSameClient(identities, waiting.asker.identities)) return;
      if (answers === undefined || answers === "" || answers === waiting.id) waiting.resolve(value);
    },
  };
}

/** A client has one identity on all its sockets, or a question could not find it. */
function isSameClient(a: Routed["identities"], b: Routed["identities"]): boolean {
  return a.length === b.length && a.every((frame, i) => Buffer.compare(frame, b[i]!) === 0);
}

import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Answer } from "../contract.ts";
import { FrameKind } from "../frames.ts";
import { sendJson } from "./output.ts";
import { own } from "./own.ts";
import { attributedRun, KeyboardInterrupt } from "./run.ts";

/** How a question is put. */
export interface InputOptions {
  /** Hides what is typed. */
  readonly password?: boolean;
}

const { port1: answers, port2 } = new MessageChannel();
const waiting = new Map<number, (answer: Answer) => void>();
const sleeper = new Int32Array(new SharedArrayBuffer(4));
/** How often a thread that waits for an answer looks for it, in milliseconds. */
const pause = 10;
let last = 0;

answers.on("message", settle);
answers.unref();

/** The end of the channel on which the worker passes answers. */
export const answerPort: MessagePort = port2;

function settle({ id, answer }: { readonly id: number; readonly answer: Answer }): void {
  const resolve = waiting.get(id);
  waiting.delete(id);
  resolve?.(answer);
}

function put(prompt: unknown, { password = false }: InputOptions = {}): number {
  const id = ++last;
  const question = { prompt: String(prompt ?? ""), password: password === true };
  sendJson(FrameKind.event, attributedRun(), { type: "question", id, question });
  return id;
}

/**
 * Asks the person at the notebook for a line of text.
 *
 * @throws StdinNotImplementedError where the client does not answer questions; KeyboardInterrupt when the cell is interrupted meanwhile
 * @example const key = await input("API key: ", { password: true });
 */
export async function input(prompt?: unknown, options?: InputOptions): Promise<string> {
  const id = put(prompt, options);
  return read(await new own.Promise<Answer>((resolve) => waiting.set(id, resolve)));
}

/**
 * As `input`, but the thread waits: nothing else runs meanwhile.
 *
 * @example const name = prompt("Your name?");
 */
export function prompt(message?: unknown, options?: InputOptions): string {
  const id = put(message, typeof options === "object" && options !== null ? options : {});
  let answer: Answer | undefined;
  waiting.set(id, (it) => {
    answer = it;
  });
  while (!answer) {
    const received = receiveMessageOnPort(answers) as { message: Parameters<typeof settle>[0] } | undefined;
    if (received) settle(received.message);
    else Atomics.wait(sleeper, 0, 0, pause);
  }
  return read(answer);
}

function read(answer: Answer): string {
  if (answer.status === "answered") return answer.text;
  if (answer.status === "interrupted") throw new KeyboardInterrupt();
  const error = new own.Error(answer.message);
  error.name = answer.name;
  throw error;
}

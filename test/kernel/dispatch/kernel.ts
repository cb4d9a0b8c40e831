import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { createDispatcher } from "../../../kernel/dispatch/dispatcher.ts";
import type {
  Ask,
  CellOutcome,
  CellRun,
  CommMessage,
  EventSink,
  Interpreter,
} from "../../../kernel/interpreter.ts";
import type { Channel, JsonObject, Message } from "../../../kernel/protocol/message.ts";
import { createWire } from "../../../kernel/protocol/wire.ts";
import { framesOf } from "../../../kernel/transport/outbox.ts";

export type Run = (cell: CellRun, sink: EventSink) => CellOutcome | Promise<CellOutcome>;

/** A dispatcher between two stubs: frames are recorded instead of sent, cells are run by the test. */
export interface TestKernel {
  readonly sent: { channel: Channel; message: Message }[];
  readonly logged: string[];
  readonly interrupts: () => number;
  /** What the interpreter does with a comm's message. */
  onComm(handler: (runId: string, message: CommMessage, sink: EventSink) => void): void;
  /** Puts a question of running code. */
  readonly question: Ask;
  /** What the interpreter's `interrupt` gives; resolved where not said. */
  interruptWith(promise: Promise<void>): void;
  readonly stopped: () => boolean;
  readonly sink: EventSink;
  /** Sends a request and returns its id. */
  ask(
    type: string,
    content?: JsonObject,
    channel?: Channel,
    extras?: Partial<Message>,
    peer?: string,
  ): string;
  receive(frames: readonly Uint8Array[]): void;
  subscribe(topic: string): void;
  /** `type` or `status:busy` of everything sent for a request (or at all), in order. */
  flow(id?: string): string[];
  /** The reply to a request, once it is there. */
  reply(id: string): Promise<JsonObject>;
  contents(type: string): JsonObject[];
}

export function testKernel(run: Run = () => ({ status: "ok" })): TestKernel {
  const client = createWire("key");
  const sent: TestKernel["sent"] = [];
  const logged: string[] = [];
  let interrupts = 0;
  let comm: (runId: string, message: CommMessage, sink: EventSink) => void = () => {};
  let ask: Ask = () => Promise.reject(new Error("not ready"));
  let interrupting: Promise<void> = Promise.resolve();
  let stopped = false;
  let sink: EventSink = () => {};
  const interpreter: Interpreter = {
    start: async () => {},
    execute: async (cell) => run(cell, sink),
    isComplete: (code) => ({ status: code.endsWith("{") ? "invalid" : "complete" }),
    complete: async (code, cursor) => ({
      items: [{ text: `${code.slice(0, cursor)}!`, type: "property" }],
      start: 0,
      end: cursor,
    }),
    inspect: async (code, cursor, detail) =>
      cursor === 0 ? undefined : { "text/plain": `${code.slice(0, cursor)} in detail ${detail}` },
    comm: async (id, message) => comm(id, message, sink),
    interrupt: () => {
      interrupts++;
      return interrupting;
    },
    shutdown: async () => {},
  };
  const dispatcher = createDispatcher({
    wire: createWire("key"),
    send: (channel, message) => sent.push({ channel, message: client.decode(framesOf(message)).message }),
    interpreter: async (given, givenAsk) => {
      sink = given;
      ask = givenAsk;
      return interpreter;
    },
    versions: { implementation: "1.2.3", language: "7.0.0" },
    stop: () => {
      stopped = true;
    },
    log: (line) => logged.push(line),
  });
  const ofParent = (id: string | undefined) =>
    sent.filter(({ message }) => id === undefined || message.parent_header.msg_id === id);
  return {
    sent,
    logged,
    interrupts: () => interrupts,
    onComm: (handler) => {
      comm = handler;
    },
    question: (...rest) => ask(...rest),
    interruptWith: (promise) => {
      interrupting = promise;
    },
    stopped: () => stopped,
    sink: (runId, event) => sink(runId, event),
    ask(type, content = {}, channel = "shell", extras = {}, peer = "peer") {
      const id = randomUUID();
      const header = { msg_id: id, msg_type: type, session: "c", username: "u", date: "", version: "5.4" };
      const message = { header, parent_header: {}, metadata: {}, content, buffers: [], ...extras };
      dispatcher.receive(channel, client.encode({ identities: [Buffer.from(peer)], message }));
      return id;
    },
    receive: (frames) => dispatcher.receive("shell", frames),
    subscribe: (topic) => dispatcher.subscribed(Buffer.from(topic)),
    flow: (id) =>
      ofParent(id).map(({ message: { header, content } }) =>
        header.msg_type === "status" ? `status:${content.execution_state}` : header.msg_type,
      ),
    async reply(id) {
      for (;;) {
        const idle = ofParent(id).some(({ message }) => message.content.execution_state === "idle");
        const answer = ofParent(id).find(({ channel }) => channel !== "iopub");
        if (idle && answer) return answer.message.content;
        await setImmediate();
      }
    },
    contents: (type) =>
      sent.filter(({ message }) => message.header.msg_type === type).map(({ message }) => message.content),
  };
}

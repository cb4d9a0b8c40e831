import { setTimeout } from "node:timers/promises";
import type { Ask, EventSink, Interpreter } from "../interpreter.ts";
import { type CommType, commTypeOf } from "../protocol/comms.ts";
import type { Channel, Message, Routed } from "../protocol/message.ts";
import type { AbortedReply, ErrorReply } from "../protocol/replies.ts";
import type { Request } from "../protocol/requests.ts";
import { validate } from "../protocol/validate.ts";
import type { Outgoing, Wire } from "../protocol/wire.ts";
import { createActivity } from "./activity.ts";
import { createBroadcast } from "./broadcast.ts";
import { createCommTable } from "./comm.ts";
import type { Context, Language, Versions } from "./context.ts";
import { errorReply } from "./errorReply.ts";
import { execute } from "./execute.ts";
import { createExecutionQueue } from "./executionQueue.ts";
import { answer, type SideRequestType } from "./handlers.ts";
import { createHistory, type HistoryStore } from "./history.ts";
import { createLink } from "./link.ts";
import { createQuestions } from "./questions.ts";

export interface DispatcherOptions {
  readonly wire: Wire;
  readonly send: (channel: Channel, message: Outgoing) => void;
  /** A promise where output should pause until iopub has caught up. */
  readonly ready?: () => void | Promise<void>;
  /** Called once with the place to report to; may still be loading when the first messages come. */
  readonly interpreter: (sink: EventSink, ask: Ask) => Promise<Interpreter>;
  /** What notebooks are written in; TypeScript when absent. */
  readonly language?: Language;
  readonly versions: Versions;
  /** Where cells are kept for later sessions; nowhere when absent. */
  readonly history?: HistoryStore;
  /** A client asked the kernel to end. */
  readonly stop: () => void;
  readonly log: (line: string) => void;
}

/** Takes frames, answers by `send`. Nothing that a client sends makes it throw. */
export interface Dispatcher {
  receive(channel: Channel, frames: readonly Uint8Array[]): void;
  subscribed(topic: Uint8Array): void;
  /** Drops the cells that wait. */
  abort(): void;
}

/** How long the rest of "run all cells" may take to arrive behind a cell, in milliseconds. */
const burst = 20;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { wire, log } = options;
  const link = createLink(options);
  const comms = createCommTable(link);
  const broadcast = createBroadcast(link, comms, options.ready);
  const questions = createQuestions(link, broadcast.flush);
  const activity = createActivity(link);
  const queue = createExecutionQueue();
  const interpreter = options.interpreter(broadcast.sink, questions.ask);
  // Whoever awaits it reports the failure; without this line it would also end the process.
  interpreter.catch(() => {});
  const context: Context = {
    link,
    broadcast,
    comms,
    questions,
    interpreter,
    history: createHistory(options.history),
    language: options.language ?? "typescript",
    versions: options.versions,
    counter: { cell: 0, run: 0 },
    log,
    stop: options.stop,
  };

  /** Answers one request between busy and idle; resolves to the reply's status. */
  const serve = (channel: Channel, routed: Routed, work: () => Promise<{ status: string }>, isCell = false) =>
    activity.during(routed.message.header, isCell, async () => {
      const reply = await work().catch((error: unknown): ErrorReply => {
        log(`${routed.message.header.msg_type}: ${String(error)}`);
        return errorReply(error);
      });
      broadcast.flush();
      link.reply(channel, routed, reply);
      return reply.status;
    });

  const enqueue = (channel: Channel, routed: Routed) => {
    const arrived = performance.now();
    queue.push({
      async run() {
        const work = async () => {
          const request = validate(routed.message) as Request<"execute_request">;
          const reply = await execute(context, request, routed.identities);
          // What arrives before the reply was sent without knowing of the failure.
          const rest = burst - (performance.now() - arrived);
          if (reply.status === "error" && request.content.stop_on_error && rest > 0) await setTimeout(rest);
          return reply;
        };
        const status = await serve(channel, routed, work, true);
        return status === "ok" || routed.message.content.stop_on_error === false;
      },
      abort: () => void serve(channel, routed, async (): Promise<AbortedReply> => ({ status: "aborted" })),
    });
  };

  /** Whoever waits for a widget to be idle looks for the states under its message; there is no reply. */
  const handComm = (type: CommType, message: Message) => {
    const comm = comms.receive(type, message);
    const run = `run-${++context.counter.run}`;
    broadcast.open(run, message.header, false);
    // Registered now, so that it comes before a cell that was sent later.
    const delivered = interpreter.then((it) => it.comm(run, comm));
    void activity.during(message.header, false, async () => {
      await delivered.catch((error: unknown) => log(`${type}: ${String(error)}`));
      broadcast.flush();
    });
  };

  const handle = (channel: Channel, routed: Routed) => {
    const { message } = routed;
    const type = message.header.msg_type;
    const commType = commTypeOf(message);
    if (isExecute(message)) enqueue(channel, routed);
    else if (commType) handComm(commType, message);
    else if (type === "input_reply") questions.receive(routed);
    else if (type.endsWith("_request"))
      void serve(channel, routed, async () => answer(context, validate(message) as Request<SideRequestType>));
    else log(`Unknown message type "${type}" on ${channel}: ignored.`);
  };

  return {
    receive(channel, frames) {
      try {
        handle(channel, wire.decode(frames));
      } catch (error) {
        log(`Message on ${channel} ignored. ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    subscribed: link.welcome,
    abort: queue.abortAll,
  };
}

function isExecute({ header }: Message): boolean {
  return header.msg_type === "execute_request";
}

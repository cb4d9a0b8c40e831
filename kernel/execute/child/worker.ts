import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { type MessagePort, workerData } from "node:worker_threads";
import { answerMethod } from "../answerMethod.ts";
import { farewell } from "../farewell.ts";
import { StopFlag, type StopParams, signalPatience, stopMethod, stopPatience } from "../stopFlag.ts";

/**
 * The session's ear: answers the front while the main thread runs user code.
 *
 * Passes the Chrome DevTools Protocol between fd 3, one JSON object a line, and the main thread's inspector. No port is opened.
 */
const socket = new Socket({ fd: 3, readable: true, writable: true });
const { stopFlag, answerPort, groups } = workerData as {
  stopFlag: Int32Array;
  answerPort: MessagePort;
  groups: Int32Array;
};
const session = new Session();
session.connectToMainThread();
socket.setEncoding("utf8");

interface Message {
  readonly id: number;
  readonly method: string;
  readonly params: object;
}

let rest = "";
socket.on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) relay(JSON.parse(line) as Message);
});
socket.on("error", endSession);
socket.on("close", endSession);

/**
 * Messages that came while a stop is under way, which wait for its end. One that the main thread took together with the stop would be stopped
 * in the code's stead, and V8 would then refuse all further ones without the code having ended.
 */
let held: Message[] | undefined;

function relay(message: Message): void {
  const { id, method, params } = message;
  if (method === stopMethod) {
    stop(id, params as StopParams);
    return;
  }
  if (held) {
    held.push(message);
    return;
  }
  if (method === answerMethod) {
    answerPort.postMessage(params);
    socket.write(`${JSON.stringify({ id, result: {} })}\n`);
    return;
  }
  session.post(method, params, (error: Error | null, result?: object) => {
    socket.write(`${JSON.stringify(error ? { id, error } : { id, result })}\n`);
  });
}

/** Stops the code on the main thread at a moment that the main thread itself has prepared. */
function stop(id: number, { run, signals }: StopParams): void {
  if (held) {
    for (const { pid, signal } of signals) sendSignal(pid, signal);
    tellStopped(id, false);
    return;
  }
  Atomics.store(stopFlag, 0, StopFlag.asked);
  session.post(
    "Runtime.evaluate",
    { expression: `__toile.prepareStop(${run}) //# sourceURL=toile-own` },
    () => {},
  );
  for (const { pid, signal } of signals) sendSignal(pid, signal);
  Atomics.wait(stopFlag, 0, StopFlag.asked, signals.length > 0 ? signalPatience : stopPatience);
  // Not ready in time: the thread is inside a native call, and stopping it unprepared would be found out by Node.
  Atomics.compareExchange(stopFlag, 0, StopFlag.asked, StopFlag.notNow);
  if (Atomics.compareExchange(stopFlag, 0, StopFlag.ready, StopFlag.claimed) !== StopFlag.ready) {
    tellStopped(id, false);
    return;
  }
  held = [];
  session.post("Runtime.terminateExecution", {}, () => {
    tellStopped(id, true);
    const messages = held ?? [];
    held = undefined;
    for (const message of messages) relay(message);
  });
  Atomics.store(stopFlag, 0, StopFlag.ordered);
}

function tellStopped(id: number, stopped: boolean): void {
  socket.write(`${JSON.stringify({ id, result: { stopped } })}\n`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** The front is gone, or the code has closed the pipe to it: so are we, with every process that user code started. */
function endSession(): void {
  try {
    writeSync(2, farewell);
  } catch {
    // Nobody is there to read it.
  }
  for (const leader of groups) if (leader > 0) sendSignal(-leader, "SIGKILL");
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

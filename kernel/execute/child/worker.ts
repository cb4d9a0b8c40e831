import { Session } from "node:inspector";
import { Socket } from "node:net";
import { type MessagePort, workerData } from "node:worker_threads";
import { answerMethod } from "../answerMethod.ts";
import { StopFlag, stopMethod, stopPatience } from "../stopFlag.ts";

/**
 * The session's ear: answers the front while the main thread runs user code.
 *
 * Passes the Chrome DevTools Protocol between fd 3, one JSON object a line, and the main thread's inspector. No port is opened.
 */
const socket = new Socket({ fd: 3, readable: true, writable: true });
const { stopFlag, answerPort } = workerData as { stopFlag: Int32Array; answerPort: MessagePort };
const session = new Session();
session.connectToMainThread();
socket.setEncoding("utf8");

let rest = "";
socket.on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) relay(JSON.parse(line) as { id: number; method: string; params: object });
});
socket.on("error", endSession);
socket.on("close", endSession);

function relay({
  id,
  method,
  params,
}: {
  id: number;
  method: string;
  params: object & { run?: number };
}): void {
  if (method === stopMethod) {
    stop(id, params.run ?? 0);
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
function stop(id: number, run: number): void {
  Atomics.store(stopFlag, 0, StopFlag.asked);
  session.post(
    "Runtime.evaluate",
    { expression: `__toile.prepareStop(${run}) //# sourceURL=toile-own` },
    () => {},
  );
  Atomics.wait(stopFlag, 0, StopFlag.asked, stopPatience);
  // Not ready in time: the thread is inside a native call, and stopping it unprepared would be found out by Node.
  Atomics.compareExchange(stopFlag, 0, StopFlag.asked, StopFlag.notNow);
  if (Atomics.load(stopFlag, 0) === StopFlag.notNow) {
    socket.write(`${JSON.stringify({ id, result: { stopped: false } })}\n`);
    return;
  }
  session.post("Runtime.terminateExecution", {}, () => {
    socket.write(`${JSON.stringify({ id, result: { stopped: true } })}\n`);
  });
  Atomics.store(stopFlag, 0, StopFlag.ordered);
  Atomics.notify(stopFlag, 0);
}

/** The front is gone: so are we, with every process that user code started. */
function endSession(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

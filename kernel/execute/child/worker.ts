import { Session } from "node:inspector";
import { Socket } from "node:net";

/**
 * The session's ear: answers the front while the main thread runs user code.
 *
 * Passes the Chrome DevTools Protocol between fd 3, one JSON object a line, and the main thread's inspector. No port is opened.
 */
const socket = new Socket({ fd: 3, readable: true, writable: true });
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

function relay({ id, method, params }: { id: number; method: string; params: object }): void {
  session.post(method, params, (error: Error | null, result?: object) => {
    socket.write(`${JSON.stringify(error ? { id, error } : { id, result })}\n`);
  });
}

/** The front is gone: so are we, with every process that user code started. */
function endSession(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

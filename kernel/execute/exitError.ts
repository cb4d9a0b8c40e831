import type { PlainError } from "../output/traceback.ts";
import type { Exit } from "./sessionProcess.ts";

/** What to tell the reader when the session process has ended under a run. */
export function describeExit(exit: Exit): PlainError {
  const lost = "Variables are gone; the next cell starts a new session.";
  return { name: "SessionExited", message: `${reason(exit)} ${lost}`, stack: [] };
}

function reason({ code, signal, requested, isCut, lastWords }: Exit): string {
  if (requested !== undefined && signal === null)
    return `The code ended its process with exit code ${requested}.`;
  if (isCut)
    return "The code closed a pipe by which the session speaks with the kernel (file descriptor 3 or 4), or wrote into one, and the session was ended.";
  if (/heap out of memory|Allocation failed/.test(lastWords)) {
    return "The session ran out of memory (the heap of JavaScript was full). NODE_OPTIONS=--max-old-space-size=<MiB> makes it larger.";
  }
  if (signal === "SIGKILL")
    return "The session was killed (SIGKILL), by hand or by the system when memory ran out.";
  if (signal !== null) return `The session crashed (${signal}).`;
  if (code === null) return `The session could not be started: ${lastWords}.`;
  return `The session ended unexpectedly with exit code ${code}.`;
}

import type { CellError } from "../interpreter.ts";
import type { ErrorReply } from "../protocol/replies.ts";

/** An error of the kernel's own in the protocol's terms. */
export function cellErrorOf(error: unknown): CellError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { ename: name, evalue: message, traceback: (stack ?? `${name}: ${message}`).split("\n") };
}

/** For a request that could not be served; the traceback is ours and of no use to the reader. */
export function errorReply(error: unknown): ErrorReply {
  const { ename, evalue } = cellErrorOf(error);
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

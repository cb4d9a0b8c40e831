import process from "node:process";
import { FrameKind } from "../frames.ts";
import { describeError } from "./describe.ts";
import { sendJson } from "./output.ts";
import { attributedRun, KeyboardInterrupt } from "./run.ts";

/**
 * An error that nobody caught (a timer, a rejected promise) is shown under the cell that started it, and the session goes on.
 *
 * The capture callback, unlike a listener, survives `process.removeAllListeners()` in user code; a listener of the user's own goes first.
 * The listener for rejections is there for their reason, of which Node otherwise tells no more than a text.
 */
export function installUncaughtHandler(): void {
  process.setUncaughtExceptionCaptureCallback((error) => {
    if (process.listenerCount("uncaughtException") > 0)
      (process as NodeJS.EventEmitter).emit("uncaughtException", error, "uncaughtException");
    else show(error);
  });
  process.on("unhandledRejection", (reason) => {
    if (process.listenerCount("unhandledRejection") > 1) return;
    if (process.listenerCount("uncaughtException") > 0)
      (process as NodeJS.EventEmitter).emit("uncaughtException", reason, "unhandledRejection");
    else show(reason);
  });
  process.on("exit", (code) => sendJson(FrameKind.exit, attributedRun(), { code }));
}

function show(error: unknown): void {
  if (error instanceof KeyboardInterrupt) return;
  sendJson(FrameKind.event, attributedRun(), { type: "error", error: describeError(error) });
}

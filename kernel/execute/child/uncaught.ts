import process from "node:process";
import { FrameKind } from "../frames.ts";
import { describeError } from "./describe.ts";
import { sendJson } from "./output.ts";
import { attributedRun, KeyboardInterrupt } from "./run.ts";

/**
 * An error that nobody caught (a timer, a rejected promise) is shown under the cell that started it, and the session goes on.
 *
 * The capture callback, unlike a listener, survives `process.removeAllListeners()` in user code; a listener of the user's own goes first.
 */
export function installUncaughtHandler(): void {
  process.setUncaughtExceptionCaptureCallback((error) => {
    if (error instanceof KeyboardInterrupt) return;
    if (process.listenerCount("uncaughtException") > 0) {
      (process as NodeJS.EventEmitter).emit("uncaughtException", error, "uncaughtException");
      return;
    }
    sendJson(FrameKind.event, attributedRun(), { type: "error", error: describeError(error) });
  });
  process.on("exit", (code) => sendJson(FrameKind.exit, attributedRun(), { code }));
}

import type { Interruptible } from "./interruption.ts";
import type { SessionProcess } from "./sessionProcess.ts";

/** What goes on in the session process between runs: a timer that a run has left behind, a handler of a comm. */
export class LeftBehind implements Interruptible {
  readonly number = 0;
  readonly session: SessionProcess;
  interrupts = 0;
  /** Whether the next run has begun. */
  over = false;
  interruption: Promise<void> | undefined;
  readonly #since: number;

  /** @param since when the last run ended, as `performance.now()` tells it */
  constructor(session: SessionProcess, since: number) {
    this.session = session;
    this.#since = since;
  }

  get age(): number {
    return (performance.now() - this.#since) / 1000;
  }

  /** Tells of code that was stopped by force. */
  async stop(): Promise<void> {
    const { inspector, runtimeId } = this.session;
    await inspector.call(await runtimeId, "function () { this.stopped(0) }", []).catch(() => {});
  }
}

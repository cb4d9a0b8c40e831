import type { ActiveRun } from "./activeRun.ts";
import type { SessionProcess } from "./sessionProcess.ts";

/** How long the session's thread may be deaf before the code on it is stopped by force. */
const patienceMs = 30;
/** How long force may take before the reader is told that it does not help. */
const forceMs = 2000;

export type Interruption = "soft" | "hard" | "deaf";

/**
 * Interrupts what runs, first gently: pending awaits reject. A thread that does not even turn its event loop is stopped by force.
 *
 * @returns how far it had to go; "deaf" where not even force helped within two seconds, as in a long native call
 */
export async function interruptRun(session: SessionProcess, run: ActiveRun): Promise<Interruption> {
  if (await within(softly(session, run), patienceMs)) return "soft";
  const deadline = performance.now() + forceMs;
  while (performance.now() < deadline && !run.over) {
    const stopped = await within(session.inspector.stop(run.number), 4 * patienceMs);
    if (stopped && (await within(softly(session, run), patienceMs))) return "hard";
  }
  return run.over ? "soft" : "deaf";
}

/** Resolves when the event loop of the session has turned, or the session is gone. */
async function softly(session: SessionProcess, { number }: ActiveRun): Promise<boolean> {
  const asked = session.runtimeId.then((id) =>
    session.inspector.call(id, "function (run) { return this.interrupt(run) }", [{ value: number }]),
  );
  await Promise.race([asked, session.exited]);
  return true;
}

/** What the promise gives, or false where it takes too long. A session that dies meanwhile has answered, too. */
async function within(promise: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const result = await Promise.race([promise.catch(() => true), late]);
  clearTimeout(timer);
  return result;
}

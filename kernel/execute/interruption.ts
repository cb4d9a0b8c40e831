import type { SessionProcess } from "./sessionProcess.ts";

/** How long the session's thread may be deaf before the code on it is stopped by force. */
const patienceMs = 30;

export type Interruption = "soft" | "hard" | "deaf";

/**
 * Interrupts what runs, first gently: pending awaits reject. A thread that does not even turn its event loop is stopped by force.
 *
 * @returns how far it had to go; "deaf" where not even force helped within two seconds, as in a long native call
 */
export async function interruptSession(session: SessionProcess): Promise<Interruption> {
  if (await within(softly(session), patienceMs)) return "soft";
  for (let attempt = 0; attempt < 20; attempt++) {
    await within(prepareStop(session), patienceMs);
    const stopped = await within(session.inspector.terminate(), 100);
    if (stopped && (await within(softly(session), patienceMs))) return "hard";
  }
  return "deaf";
}

async function softly(session: SessionProcess): Promise<void> {
  await session.inspector.call(await session.runtimeId, "function () { return this.interrupt() }", []);
}

/** Runs within the blocked thread: V8 lets the inspector in between two steps of a loop. */
async function prepareStop(session: SessionProcess): Promise<void> {
  await session.inspector.call(
    await session.runtimeId,
    "function () { this.prepareStop() //# sourceURL=toile-own\n}",
    [],
  );
}

/** Whether the promise settles in time; a session that dies meanwhile has answered, too. */
async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = promise.then(
    () => true as const,
    () => true as const,
  );
  const result = await Promise.race([done, late]);
  clearTimeout(timer);
  return result;
}

import { within } from "../within.ts";
import { youngDescendants } from "./descendants.ts";
import type { SessionProcess } from "./sessionProcess.ts";
import { type Signalled, signalPatience } from "./stopFlag.ts";

/** What an interrupt ends. */
export interface Interruptible {
  /** Of the run; 0 is what is left behind by runs that have ended. */
  readonly number: number;
  /** In seconds: processes that are older were not started by it. */
  readonly age: number;
  /** How often it has been interrupted. */
  readonly interrupts: number;
  readonly over: boolean;
}

/** How long the session's thread may be deaf before the code on it is stopped by force. */
const patienceMs = 30;
/** How soon force is tried again after a moment that was the wrong one. */
const retryMs = 5;
/** How long force may take before the reader is told that it does not help. */
const forceMs = 2000;

/**
 * Interrupts what runs, first gently: pending awaits reject. A thread that does not even turn its event loop is stopped by force. Where it
 * is inside a call that waits for a process (`execSync`), that process gets the signal, as Ctrl-C in a terminal would send it.
 *
 * @param onDeaf called once where nothing has helped within two seconds, as in a long native call; the attempts go on until it returns
 */
export async function interruptRun(
  session: SessionProcess,
  run: Interruptible,
  onDeaf: () => void,
): Promise<"soft" | "hard"> {
  if (await inTime(softly(session, run), patienceMs)) return "soft";
  const begun = performance.now();
  const signalled = new Map<number, NodeJS.Signals>();
  let told = false;
  let anyStopped = false;
  let last = Promise.resolve(false);
  for (let round = 0; !run.over; round++) {
    const signals = round > 0 ? signalsFor(session, run, signalled, told) : [];
    const stopping = session.inspector.stop({ run: run.number, signals });
    last = inTime(stopping, signalPatience).then((stopped) => {
      anyStopped ||= stopped;
      return stopped;
    });
    const stopped = await inTime(stopping, signals.length > 0 ? signalPatience : 4 * patienceMs);
    const wait = stopped ? patienceMs : retryMs;
    if (await inTime(softly(session, run), wait)) break;
    if (told || performance.now() - begun < forceMs) continue;
    told = true;
    onDeaf();
  }
  // On a busy machine a stop may take longer than it was waited for, and the run may have ended meanwhile.
  await last;
  return anyStopped ? "hard" : "soft";
}

/** For processes that the run has started: first as Ctrl-C, then more firmly; by force once the reader has asked twice. */
function signalsFor(
  { pid }: SessionProcess,
  run: Interruptible,
  signalled: Map<number, NodeJS.Signals>,
  told: boolean,
): Signalled[] {
  if (pid === undefined) return [];
  const signal = run.interrupts > 1 ? "SIGKILL" : told ? "SIGTERM" : "SIGINT";
  const children = youngDescendants(pid, run.age + 1).filter((child) => signalled.get(child) !== signal);
  for (const child of children) signalled.set(child, signal);
  return children.map((child) => ({ pid: child, signal }));
}

/** Resolves when the event loop of the session has turned, or the session is gone; a refusal of the inspector is neither. */
async function softly(session: SessionProcess, { number }: Interruptible): Promise<boolean> {
  const asked = session.runtimeId.then((id) =>
    session.inspector.call(id, "function (run) { return this.interrupt(run) }", [{ value: number }]),
  );
  await session.orExit(asked.catch(() => session.exited));
  return true;
}

/** What the promise gives, or false where it takes too long. A session that dies meanwhile has answered, too. */
async function inTime(promise: Promise<boolean>, ms: number): Promise<boolean> {
  return (
    (await within(
      promise.catch(() => true),
      ms,
    )) ?? false
  );
}

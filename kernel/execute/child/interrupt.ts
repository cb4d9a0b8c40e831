import { performance } from "node:perf_hooks";
import process from "node:process";
import { orderPatience, StopFlag } from "../stopFlag.ts";
import { askLoops, isInSteps } from "./loops.ts";
import { own } from "./own.ts";
import { quietly } from "./quietly.ts";
import { currentRun, executingRun, KeyboardInterrupt, type Run } from "./run.ts";
import { isAtRest } from "./stack.ts";

const { setImmediate } = globalThis;

/** Code that was stopped by force. */
interface Stopped {
  /** With the stack of the code. */
  readonly error: KeyboardInterrupt;
  /** The run to which the code belonged: a timer or a handler may be that of another one than the run under way. */
  readonly run: Run;
}

let stopped: Stopped | undefined;

/** Rejects what the run under way awaits; resolves once the event loop has turned, so silence means a blocked thread. */
export function interrupt(number: number): Promise<void> {
  const { number: current, finished } = currentRun();
  askLoops(current === number && !finished);
  return new own.Promise((resolve) => {
    setImmediate(() => {
      askLoops(false);
      const run = currentRun();
      if (run.number === number && !run.finished) run.interrupt(new KeyboardInterrupt());
      setImmediate(resolve);
    });
  });
}

/** Shared with the worker; see `StopFlag`. */
export const stopFlag = new Int32Array(new SharedArrayBuffer(4));

/**
 * Called in the middle of code that blocks the thread, just before that is stopped by force: notes where it was.
 *
 * Node 20 and 22 keep a stack of asynchronous scopes for AsyncLocalStorage. Code that is stopped never leaves its scopes, and Node would
 * abort the process when it finds them there; nothing public empties the stack. Where Node is just about to enter a scope, or in
 * the middle of its own queues, the moment is the wrong one; and where nothing runs at all, what would be stopped is whatever comes next,
 * most likely Node's own work on its queues.
 */
export function prepareStop(number: number): void {
  if (Atomics.load(stopFlag, 0) !== StopFlag.asked) return;
  const place = new KeyboardInterrupt(new own.Error().stack);
  if (!isUnderWay(number) || isAtRest() || isInNodesQueues(place) || isInSteps()) {
    Atomics.compareExchange(stopFlag, 0, StopFlag.asked, StopFlag.notNow);
    Atomics.notify(stopFlag, 0);
    return;
  }
  stopped = { error: place, run: executingRun() };
  clearAsyncScopes();
  if (Atomics.compareExchange(stopFlag, 0, StopFlag.asked, StopFlag.ready) !== StopFlag.asked) {
    stopped = undefined;
    return;
  }
  Atomics.notify(stopFlag, 0);
  // Not Atomics.wait: the code that is being stopped may be in one, and V8 cannot nest them.
  const deadline = performance.now() + orderPatience;
  while (Atomics.load(stopFlag, 0) === StopFlag.ready && performance.now() < deadline);
  if (Atomics.compareExchange(stopFlag, 0, StopFlag.ready, StopFlag.notNow) === StopFlag.ready)
    stopped = undefined;
  while (Atomics.load(stopFlag, 0) === StopFlag.claimed);
}

/** 0 is what runs that have ended left behind, which goes on only between runs. */
function isUnderWay(number: number): boolean {
  const { number: current, finished } = currentRun();
  return number === 0 ? finished : current === number && !finished;
}

/** Where Node changes its own queues: left half done, they would never again give what is in them. */
const nodesQueues =
  /node:(internal\/(async_hooks|fixed_queue|linkedlist|priority_queue|promise_hooks|process\/|timers)|timers)/;

/** V8's own, such as the length of a typed array: what asks for it is where the code is. */
const builtinGetter = /^ {4}at get .*\(<anonymous>\)$/;

function isInNodesQueues({ stack }: Error): boolean {
  if (typeof stack !== "string") return false; // User code has its own stacks.
  const top = stack.split("\n").find((line) => line.startsWith("    at ") && !builtinGetter.test(line));
  return top !== undefined && nodesQueues.test(top);
}

function clearAsyncScopes(): void {
  try {
    const { binding } = process as unknown as { binding(name: string): { clearAsyncIdStack?(): void } };
    quietly("async_wrap", () => binding.call(process, "async_wrap")).clearAsyncIdStack?.();
  } catch {
    // A Node without this binding has no such stack.
  }
}

/** Where code of the run was stopped: the error that it ends with is then what was left of the stop, such as a native call's failure. */
export function stopOf(run: Run): KeyboardInterrupt | undefined {
  return stopped?.run === run ? stopped.error : undefined;
}

/** What was stopped last, once; nothing where the interrupt needed no force. */
export function takeStop(): Stopped | undefined {
  const last = stopped;
  stopped = undefined;
  return last;
}

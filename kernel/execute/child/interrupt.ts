import { quietly } from "./quietly.ts";
import { currentRun, KeyboardInterrupt } from "./run.ts";

const { setImmediate } = globalThis;
let stopped: KeyboardInterrupt | undefined;

/** Rejects what the run under way awaits; resolves once the event loop has turned, so silence means a blocked thread. */
export function interrupt(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      const run = currentRun();
      if (!run.finished) run.interrupt(new KeyboardInterrupt());
      setImmediate(resolve);
    });
  });
}

/**
 * Called in the middle of code that blocks the thread, just before that is stopped by force: notes where it was.
 *
 * Node 20 and 22 keep a stack of asynchronous scopes for AsyncLocalStorage. Code that is stopped never leaves its scopes, and Node would
 * abort the process when it finds them there; nothing public empties the stack.
 */
export function prepareStop(): void {
  stopped = new KeyboardInterrupt(new Error().stack);
  try {
    const { binding } = process as unknown as { binding(name: string): { clearAsyncIdStack?(): void } };
    quietly("async_wrap", () => binding.call(process, "async_wrap")).clearAsyncIdStack?.();
  } catch {
    // A Node without this binding has no such stack.
  }
}

/** What the run ends with whose code was stopped. */
export function takeStop(): KeyboardInterrupt {
  const error = stopped ?? new KeyboardInterrupt();
  stopped = undefined;
  return error;
}

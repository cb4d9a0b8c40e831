import { runInNewContext } from "node:vm";
import { discardHdf5 } from "./module.ts";

/**
 * Calls into the C library with a deadline, since it can go round in circles in a damaged file; V8 stops WebAssembly, too. What was
 * stopped, or has left its memory, is not used again.
 *
 * @param patience in milliseconds
 * @throws Error with the code ERR_SCRIPT_EXECUTION_TIMEOUT when the time is over, else what the work throws
 */
export function guarded<T>(work: () => T, patience: number): T {
  let isWhole = false;
  try {
    const result = runInNewContext("work()", { work: () => work() }, { timeout: Math.ceil(patience) }) as T;
    isWhole = true;
    return result;
  } catch (error) {
    isWhole = !isFault(error);
    throw error;
  } finally {
    if (!isWhole) discardHdf5();
  }
}

/** TypeScript has the value among a browser's types alone. */
const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: { RuntimeError: ErrorConstructor } };

function isFault(error: unknown): boolean {
  return (
    error instanceof wasm.RuntimeError ||
    error instanceof RangeError ||
    (error as { code?: unknown } | undefined)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

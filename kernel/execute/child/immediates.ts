import { syncBuiltinESMExports } from "node:module";
import process from "node:process";
import timers from "node:timers";

/**
 * Lets the callbacks of `setImmediate` be stopped by force.
 *
 * Node 20 to 24 keep the callbacks of one turn in a list that they never leave when one of them is stopped half way: they would go round in it
 * for ever. As a tick behind its place in the list, the callback runs at the same moment and can be stopped.
 */
export function installImmediates(): typeof setImmediate {
  const native = timers.setImmediate;
  const later = (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
    if (typeof callback !== "function") return native(callback);
    const immediate = native(() => process.nextTick(() => callback.apply(immediate, args)));
    return immediate;
  };
  const stoppable = Object.defineProperties(later, Object.getOwnPropertyDescriptors(native)) as typeof native;
  Object.assign(timers, { setImmediate: stoppable });
  globalThis.setImmediate = stoppable;
  syncBuiltinESMExports();
  return stoppable;
}

import { kernelHandle } from "./handle.ts";

const open: (() => void)[] = [];
const watched = new WeakSet<AbortSignal>();

/**
 * Runs blocking work that leaves something in disorder until it ends. An interrupt may stop blocking code by force, and V8 then runs
 * no `finally`; `mend` puts things in order in that case, and in that alone.
 *
 * @param mend called once the code was stopped, innermost first
 * @param work synchronous work
 */
export function mended<T>(mend: () => void, work: () => T): T {
  watch();
  open.push(mend);
  try {
    return work();
  } finally {
    open.pop();
  }
}

/** The kernel says that it interrupts in a turn of the event loop of its own: what is open then was stopped. */
function watch(): void {
  const signal = kernelHandle()?.signal;
  if (signal === undefined || watched.has(signal)) return;
  watched.add(signal);
  signal.addEventListener("abort", mendAll, { once: true });
}

function mendAll(): void {
  for (let mend = open.pop(); mend !== undefined; mend = open.pop()) mend();
}

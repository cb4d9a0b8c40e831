/** How often the parent is looked at, in milliseconds. */
const interval = 1000;

/**
 * Calls back once when the process that started the kernel is gone, so that a crash of Jupyter leaves no kernel behind.
 *
 * @param variable Jupyter's `JPY_PARENT_PID`; without it the kernel stands alone and nothing is watched.
 */
export function watchParent(variable: string | undefined, onGone: () => void): void {
  const parent = Number(variable);
  if (!Number.isSafeInteger(parent) || parent < 1) return;
  // A launcher between Jupyter and the kernel makes them no parent and child: then the id itself is probed.
  const isChild = process.ppid === parent;
  const timer = setInterval(() => {
    if (isChild ? process.ppid === parent : isAlive(parent)) return;
    clearInterval(timer);
    onGone();
  }, interval);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

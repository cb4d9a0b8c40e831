/** One piece of work that waits for its turn. */
export interface Execution {
  /** Resolves to whether the ones behind it may still run. Must not reject. */
  run(): Promise<boolean>;
  /** Called instead of `run`. */
  abort(): void;
}

/** Runs one execution at a time, in order of arrival. */
export interface ExecutionQueue {
  push(execution: Execution): void;
  /** Aborts all that wait; the one under way is left alone. */
  abortAll(): void;
}

export function createExecutionQueue(): ExecutionQueue {
  let waiting: Execution[] = [];
  let running = false;
  const abortAll = () => {
    const aborted = waiting;
    waiting = [];
    for (const execution of aborted) execution.abort();
  };
  const drain = async () => {
    running = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!(await next.run())) abortAll();
    }
    running = false;
  };
  return {
    push(execution) {
      waiting.push(execution);
      if (!running) void drain();
    },
    abortAll,
  };
}

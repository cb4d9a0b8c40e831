import type { Link, Parent } from "./link.ts";

/** Brackets the work on a request by `busy` and `idle`. */
export interface Activity {
  /** @param exclusive Whether this is a cell, which keeps the kernel busy for everyone who looks. */
  during<T>(parent: Parent, exclusive: boolean, work: () => Promise<T>): Promise<T>;
}

/**
 * Clients show the last state they saw. A side request answered while a cell runs therefore ends with its own `idle`, which
 * the protocol demands, and then with the cell's `busy` once more.
 */
export function createActivity(link: Link): Activity {
  let cell: Parent | undefined;
  const state = (execution_state: "busy" | "idle", parent: Parent) =>
    link.publish("status", { execution_state }, parent);
  return {
    async during(parent, exclusive, work) {
      if (exclusive) cell = parent;
      state("busy", parent);
      try {
        return await work();
      } finally {
        if (exclusive) cell = undefined;
        state("idle", parent);
        if (cell) state("busy", cell);
      }
    },
  };
}

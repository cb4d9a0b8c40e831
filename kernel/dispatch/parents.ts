import { remember } from "../remember.ts";
import type { Parent } from "./link.ts";

/** Which request each run belongs to, for output that comes long after its end. */
export interface Parents {
  add(runId: string, parent: Parent, silent: boolean): void;
  of(runId: string): Parent;
  isSilent(runId: string): boolean;
}

/**
 * Remembers the last `limit` runs. Output of an older one goes under the latest run rather than nowhere.
 *
 * @param limit At about 300 bytes a header.
 */
export function createParents(limit = 10_000): Parents {
  const runs = new Map<string, { parent: Parent; silent: boolean }>();
  let latest: Parent = {};
  return {
    add(runId, parent, silent) {
      remember(runs, runId, { parent, silent }, limit);
      if (!silent) latest = parent;
    },
    of: (runId) => runs.get(runId)?.parent ?? latest,
    isSilent: (runId) => runs.get(runId)?.silent ?? false,
  };
}

import util from "node:util";

/**
 * Node 23 removed these long-deprecated functions; `@tensorflow/tfjs-node` 4.22 calls the first two.
 *
 * Only what is absent is put back, so that Node's own stays where it is.
 */
const removed: Readonly<Record<string, (value: unknown) => boolean>> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};

export function restoreRemovedUtilities(): void {
  const target = util as unknown as Record<string, unknown>;
  for (const [name, present] of Object.entries(removed)) target[name] ??= present;
}

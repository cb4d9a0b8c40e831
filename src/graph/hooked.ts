import { mended } from "../notebook/mended.ts";

/** Changes something for a while; returns what undoes it. */
export type Hook = () => () => void;

/** Runs synchronous work while hooks are in place, and takes them away again in every case: also when an interrupt stops it by force. */
export function hooked<T>(hooks: readonly Hook[], work: () => T): T {
  const undo: (() => void)[] = [];
  const restore = () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) step();
  };
  try {
    return mended(restore, () => {
      for (const hook of hooks) undo.push(hook());
      return work();
    });
  } finally {
    restore();
  }
}

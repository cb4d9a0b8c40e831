import { own } from "./own.ts";
import { executingRun } from "./run.ts";
import { rejected } from "./thrown.ts";

const { then } = Promise.prototype;

/**
 * Stands inside every `await` of a cell: the same value, but an interrupt of the run rejects it while it is pending.
 *
 * The chain of two promises is what V8 can follow, so that stacks still show `at async` callers.
 */
export function wait(value: unknown): unknown {
  if (!isThenable(value)) return value;
  const { pending } = executingRun();
  return new own.Promise((resolve, reject) => {
    pending.add(reject);
    const settled = then.call(
      own.resolve(value),
      (result) => {
        pending.delete(reject);
        return result;
      },
      (reason) => {
        pending.delete(reject);
        rejected(reason);
        throw reason;
      },
    );
    then.call(settled, resolve, reject);
  });
}

function isThenable(value: unknown): boolean {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  return typeof (value as { then?: unknown }).then === "function";
}

/** Stands inside every `for await`: each step can be interrupted. */
export function each(source: unknown): unknown {
  const iterable = source as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
  const open = iterable?.[Symbol.asyncIterator];
  if (typeof open !== "function") return source;
  return {
    [Symbol.asyncIterator]() {
      const inner = open.call(iterable);
      return {
        next: (value?: unknown) => wait(inner.next(...(value === undefined ? [] : [value]))),
        ...(inner.return ? { return: (value?: unknown) => inner.return!(value) } : {}),
      };
    },
  };
}

import { kernelHandle } from "./handle.ts";

/** Thrown by work that the user interrupted, under the name that Jupyter gives it. What was trained so far stays. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt";
}

/** Watches for an interrupt of the cell that is running now. */
export class InterruptWatch {
  readonly #signal = kernelHandle()?.signal;

  /** Whether the user asked to stop. */
  get requested(): boolean {
    return this.#signal?.aborted ?? false;
  }

  /** @throws KeyboardInterrupt when the user asked to stop. */
  check(work: string): void {
    if (this.requested) throw new KeyboardInterrupt(`${work} was interrupted`);
  }
}

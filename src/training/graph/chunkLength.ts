/** How long a chunk takes about, in milliseconds: callbacks, progress and interrupts wait for its end. */
const wished = 50;

/** How many steps go into one call, so that a call takes about {@link wished}. */
export class ChunkLength {
  #steps = 8;

  /** The steps of the next call. */
  get steps(): number {
    return this.#steps;
  }

  /** Runs a call and learns from its time. */
  async measure(steps: number, call: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await call();
    const each = (performance.now() - began) / steps;
    this.#steps = Math.max(1, Math.min(4 * this.#steps, Math.round(wished / each)));
  }
}

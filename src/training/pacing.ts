import { InterruptWatch } from "../notebook/interrupt.ts";

/** How long work may hold the event loop, in milliseconds: the kernel stops by force what does not answer an interrupt in 30. */
const slice = 15;

/** Divides long work into slices, between which the event loop lives, and ends it when the user interrupts. */
export class Pacing {
  readonly #interrupt = new InterruptWatch();
  readonly what: string;
  #started = performance.now();

  /** @param work what to call the work in the error of an interrupt */
  constructor(work: string) {
    this.what = work;
  }

  /** Whether it is time to let the event loop live, or to stop. */
  readonly due = (): boolean => this.#interrupt.requested || performance.now() - this.#started > slice;

  /** Lets the event loop live. @throws KeyboardInterrupt when the user asked to stop. */
  async rest(): Promise<void> {
    this.#interrupt.check(this.what);
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#interrupt.check(this.what);
    this.#started = performance.now();
  }
}

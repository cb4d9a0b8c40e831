import { InterruptWatch } from "../notebook/interrupt.ts";

/** How long work may hold the event loop, in milliseconds. */
const slice = 50;

/** Divides long work into slices, between which the event loop lives, and ends it when the user interrupts. */
export class Pacing {
  readonly #interrupt = new InterruptWatch();
  readonly #work: string;
  #started = performance.now();

  /** @param work what to call the work in the error of an interrupt */
  constructor(work: string) {
    this.#work = work;
  }

  /** Whether it is time to let the event loop live, or to stop. */
  readonly due = (): boolean => this.#interrupt.requested || performance.now() - this.#started > slice;

  /** Lets the event loop live. @throws KeyboardInterrupt when the user asked to stop. */
  async rest(): Promise<void> {
    this.#interrupt.check(this.#work);
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#interrupt.check(this.#work);
    this.#started = performance.now();
  }
}

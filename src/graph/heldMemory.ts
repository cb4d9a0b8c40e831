import { native } from "./native.ts";

/** Tells the garbage collector what an object holds outside of its heap, so that it comes by in time. */
export class HeldMemory {
  readonly #held = { bytes: 0 };
  readonly #owner: WeakRef<object>;

  /** @param owner the object; when nothing reaches it any more, its memory counts as freed */
  constructor(owner: object) {
    this.#owner = new WeakRef(owner);
    forgotten.register(owner, this.#held, owner);
  }

  /** Counts more memory. */
  add(bytes: number): void {
    this.#held.bytes += bytes;
    native().adjustMemory(bytes);
  }

  /** Counts all of it as freed. */
  release(): void {
    const owner = this.#owner.deref();
    if (owner !== undefined) forgotten.unregister(owner);
    release(this.#held);
    this.#held.bytes = 0;
  }
}

const forgotten = new FinalizationRegistry(release);

function release(held: { bytes: number }): void {
  native().adjustMemory(-held.bytes);
}

import type { Logs } from "./history.ts";

/** Running means of several numbers, weighted by the samples of each batch, as Keras's metrics keep them. */
export class RunningMeans {
  readonly #names: readonly string[];
  #sums: number[];
  #samples = 0;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#sums = names.map(() => 0);
  }

  /** Adds a batch's sums over its samples. */
  add(sums: ArrayLike<number>, samples: number): void {
    this.#sums = this.#sums.map((sum, i) => sum + sums[i]!);
    this.#samples += samples;
  }

  /** The means so far. */
  get logs(): Logs {
    return Object.fromEntries(this.#names.map((name, i) => [name, this.#sums[i]! / this.#samples]));
  }

  /** Starts afresh. */
  reset(): void {
    this.#sums = this.#sums.map(() => 0);
    this.#samples = 0;
  }
}

/** When a callback saves: after each epoch, or after each so many batches. */
export type SaveFreq = "epoch" | number;

/** Counts batches over epochs, as Keras's callbacks with `save_freq` do. */
export class BatchCounter {
  readonly #every: number;
  #seen = 0;

  /** @throws RangeError unless the frequency is "epoch" or a count */
  constructor(callback: string, frequency: SaveFreq) {
    if (frequency !== "epoch" && !(Number.isInteger(frequency) && frequency > 0)) {
      throw new RangeError(
        `saveFreq of ${callback} is "epoch" or a number of batches, got ${JSON.stringify(frequency)}`,
      );
    }
    this.#every = frequency === "epoch" ? Number.POSITIVE_INFINITY : frequency;
  }

  /** Counts a batch; whether it is time to save. */
  due(_batch: number): boolean {
    this.#seen += 1;
    if (this.#seen < this.#every) return false;
    this.#seen = 0;
    return true;
  }
}

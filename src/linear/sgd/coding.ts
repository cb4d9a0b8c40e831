/** How many different values a code of one byte can tell apart. */
const codes = 256;
const slots = 1024;

/** Numbers the different values of some samples, as long as there are at most 256 of them. */
export class Coding {
  /** The values by their codes. */
  readonly values = new Float64Array(codes);
  #count = 0;
  readonly #keys = new Float64Array(slots).fill(Number.NaN);
  readonly #codes = new Uint8Array(slots);
  readonly #number = new Float64Array(1);
  readonly #bits = new Uint32Array(this.#number.buffer);

  /** The code of a value, or -1 where there are too many different ones. */
  codeOf(value: number): number {
    this.#number[0] = value;
    let slot = Math.imul(this.#bits[0]! ^ this.#bits[1]!, 0x9e3779b1) >>> 22;
    for (;;) {
      const key = this.#keys[slot]!;
      if (key === value) return this.#codes[slot]!;
      if (Number.isNaN(key)) return this.#add(slot, value);
      slot = (slot + 1) % slots;
    }
  }

  /**
   * Replaces float32 numbers by the quotients they were rounded from, where all of them are pixels divided by 255; the values in
   * float64 are then those that numpy's `pixels / 255.0` holds. Returns whether it did.
   */
  restorePixels(): boolean {
    const known = this.values.subarray(0, this.#count);
    const pixels = known.map((value) => Math.round(value * 255));
    if (!pixels.every((pixel, i) => Math.fround(pixel / 255) === known[i])) return false;
    known.set(pixels.map((pixel) => pixel / 255));
    return true;
  }

  #add(slot: number, value: number): number {
    if (this.#count === codes) return -1;
    this.#keys[slot] = value;
    this.#codes[slot] = this.#count;
    this.values[this.#count] = value;
    return this.#count++;
  }
}

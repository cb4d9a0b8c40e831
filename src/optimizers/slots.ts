import { type Tensor, tf, type Variable } from "../tensorflow.ts";

/** The state that an optimizer keeps for one weight, by name: a momentum, a mean of squares. */
export type Slots = Record<string, Variable>;

/** One of an optimizer's slots. */
export interface SlotSpec {
  /** What the formula calls it, e.g. `velocityHat`; files name it `velocity_hat`. */
  readonly name: string;
  /** The number it starts with. Default 0. */
  readonly initial?: number;
  /** Its shape for a weight of the given shape. Default: the weight's own. */
  readonly shape?: (weight: readonly number[]) => number[];
  /** Which weights have it. Default: all. */
  readonly only?: (weight: Variable) => boolean;
}

/** The slots of all weights of one optimizer, made when a weight is first seen. */
export class SlotStore {
  /** Every slot; they are freed through this list. */
  readonly all: Variable[] = [];
  readonly #byWeight = new Map<number, Slots>();
  readonly #weights: Variable[] = [];

  /** The weights seen so far, in order. */
  get weights(): readonly Variable[] {
    return this.#weights;
  }

  /** The slots of a weight. */
  of(weight: Variable, specs: readonly SlotSpec[]): Slots {
    let slots = this.#byWeight.get(weight.id);
    if (slots === undefined) {
      const own = specs.filter(({ only }) => only?.(weight) ?? true);
      slots = Object.fromEntries(own.map((spec) => [spec.name, this.#make(weight, spec)]));
      this.#byWeight.set(weight.id, slots);
      this.#weights.push(weight);
    }
    return slots;
  }

  /** Frees all slots. */
  clear(): void {
    for (const slot of this.all.splice(0)) slot.dispose();
    this.#byWeight.clear();
    this.#weights.length = 0;
  }

  #make(weight: Variable, { initial = 0, shape = (same) => [...same] }: SlotSpec): Variable {
    const slot = tf.tidy(() => tf.variable(tf.fill(shape(weight.shape), initial) as Tensor, false));
    this.all.push(slot);
    return slot;
  }
}

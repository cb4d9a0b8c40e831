import { type NamedTensorMap, type Tensor, tf, type Variable } from "../tensorflow.ts";
import { disposeWith } from "../training/dispose.ts";

/** The state that an optimizer keeps for one weight, by name: a momentum, a mean of squares. */
export type Slots = Record<string, Variable>;

/**
 * An optimizer by Keras's formulas. A subclass says which slots a weight needs and how one step changes it; both are written
 * with tensors only, so that they can be traced into a graph.
 */
export abstract class Optimizer {
  /** Keras's name, e.g. `rmsprop`. */
  abstract readonly name: string;
  /** The step size; may be changed between steps. */
  learningRate: number;
  /** How many steps were taken. */
  iterations = 0;

  readonly #slots = new Map<number, Slots>();
  readonly #variables: Variable[] = [];

  constructor(learningRate: number) {
    if (!(learningRate >= 0)) throw new RangeError(`learningRate must be 0 or more, got ${learningRate}`);
    this.learningRate = learningRate;
    disposeWith(this, this.#variables);
  }

  /** Changes each weight once by its gradient, which has the variable's name. */
  apply(variables: readonly Variable[], gradients: NamedTensorMap): void {
    this.iterations += 1;
    for (const variable of variables) {
      const gradient = gradients[variable.name];
      if (gradient) tf.tidy(() => this.update(variable, gradient, this.slotsOf(variable)));
    }
  }

  /** The slots of a weight, made from zeros the first time. */
  slotsOf(variable: Variable): Slots {
    let slots = this.#slots.get(variable.id);
    if (slots === undefined) {
      slots = Object.fromEntries(this.slotNames().map((name) => [name, this.#makeSlot(variable)]));
      this.#slots.set(variable.id, slots);
    }
    return slots;
  }

  /** Frees the slots; the next step starts with new ones. */
  dispose(): void {
    for (const variable of this.#variables.splice(0)) variable.dispose();
    this.#slots.clear();
    this.iterations = 0;
  }

  /** Which slots each weight needs. */
  abstract slotNames(): readonly string[];

  /** One step of one weight; `iterations` already counts it. */
  protected abstract update(variable: Variable, gradient: Tensor, slots: Slots): void;

  #makeSlot(variable: Variable): Variable {
    const slot = tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
    this.#variables.push(slot);
    return slot;
  }
}

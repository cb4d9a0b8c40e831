import { applyAdam, applyGradientDescent, applyKerasMomentum, applyRmsProp } from "../../graph/index.ts";
import type { FusedUpdates } from "../../optimizers/fused.ts";
import { tf, type Variable } from "../../tensorflow.ts";
import { disposeWith } from "../dispose.ts";

/** TensorFlow's fused updates for the optimizers of this library, while a step is traced. What they keep is freed with them at the latest. */
export class GraphUpdates implements FusedUpdates {
  readonly gradientDescent = applyGradientDescent;
  readonly kerasMomentum = applyKerasMomentum;
  readonly #scratch = new Map<Variable, Variable>();
  readonly #all: Variable[] = [];

  constructor() {
    disposeWith(this, this.#all);
  }

  rmsProp({ moment, variable, ...update }: Parameters<FusedUpdates["rmsProp"]>[0]): void {
    applyRmsProp({ ...update, variable, moment: moment ?? this.#scratchOf(variable) });
  }

  adam(update: Parameters<FusedUpdates["adam"]>[0]): void {
    applyAdam({ ...update, beta1Power: 0, beta2Power: 0 });
  }

  /** Frees what the updates needed beside the optimizer's slots. */
  dispose(): void {
    for (const variable of this.#all.splice(0)) variable.dispose();
    this.#scratch.clear();
  }

  /** TensorFlow's RMSProp writes each step somewhere, momentum or not. */
  #scratchOf(variable: Variable): Variable {
    let scratch = this.#scratch.get(variable);
    if (scratch === undefined) {
      scratch = tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
      this.#scratch.set(variable, scratch);
      this.#all.push(scratch);
    }
    return scratch;
  }
}
